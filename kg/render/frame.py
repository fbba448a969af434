"""A page inside a notebook: a frame that holds it as text and can do nothing to what is around."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Frame:
    """A page for Jupyter, which shows `_repr_html_`; `html` is the page itself.

    >>> Frame("<p title='a'>b</p>", 300)._repr_html_().split("srcdoc=")[1]
    '"&lt;p title=&#x27;a&#x27;&gt;b&lt;/p&gt;"></iframe>'
    """

    html: str
    height: int = 640

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="Knowledge graph" width="100%" height="{self.height}" '
            'style="border:0" sandbox="allow-scripts allow-downloads allow-popups" '
            f'srcdoc="{escape(self.html)}"></iframe>'
        )
