"""Modality, polarity and certainty of a clause: the values that rules give and change."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Certainty, Modality, Polarity


@dataclass(frozen=True, slots=True)
class Quality:
    """Modality, polarity and certainty of one clause."""

    modality: Modality = "Asserted"
    polarity: Polarity = "Positive"
    certainty: Certainty = "Certain"

    @property
    def is_plain(self) -> bool:
        """Whether nothing has qualified it so far."""
        return self.modality == "Asserted" and self.certainty == "Certain"


PLAIN = Quality()
ALLEGED = Quality("Alleged", "Positive", "Possible")
