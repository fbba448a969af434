// node read.cjs: each line asks for an export to be read with a foreign library, as JSON [reader, file].
// Each answer is a line of JSON: {seen} with {nodes: {id: attributes}, edges: {id: attributes}}, or with
// N-Quads for RDF; or {error}. One process serves all, since some libraries take seconds to start.
// Nothing is fetched.
const fs = require("fs");
const known = new Set(); // statements of Cypher that were found to be right

function graphology(text, parse) {
  const graph = parse(require("graphology").MultiDirectedGraph, text);
  const seen = { nodes: {}, edges: {} };
  graph.forEachNode((id, values) => (seen.nodes[id] = values));
  graph.forEachEdge((id, values, source, target) => (seen.edges[id] = { ...values, source, target }));
  return seen;
}

function cytoscape(text) {
  const graph = require("cytoscape")({ headless: true, ...JSON.parse(text) });
  const seen = { nodes: {}, edges: {} };
  graph.nodes().forEach((n) => (seen.nodes[n.id()] = n.data()));
  graph.edges().forEach((e) => (seen.edges[e.id()] = e.data()));
  return seen;
}

function n3(text, format) {
  const { Parser, Writer } = require("n3");
  const quads = new Parser({ format }).parse(text);
  return new Writer({ format: "N-Quads" }).quadsToString(quads);
}

async function jsonld(text) {
  const documentLoader = (url) => { throw new Error(`would fetch ${url}`); };
  return require("jsonld").toRDF(JSON.parse(text), { format: "application/n-quads", documentLoader });
}

// Neo4j's own parser and linter take each statement; the rows are those that they would load.
function cypher(text) {
  const { lintCypherQuery } = require("@neo4j-cypher/language-support");
  const seen = { nodes: {}, edges: {} };
  for (const line of text.split("\n").filter(Boolean)) {
    const { statement, parameters } = JSON.parse(line).statements[0];
    const wrong = known.has(statement) ? [] : lintCypherQuery(statement, { parameters: { rows: [] } }).diagnostics;
    if (wrong.length) throw new Error(`${wrong[0].message} in ${statement}`);
    known.add(statement);
    for (const row of parameters.rows) {
      if (row.iri) seen.nodes[row.iri] = row;
      else seen.edges[row.values.id] = { ...row.values, source: row.source, target: row.target };
    }
  }
  return seen;
}

const readers = {
  cypher,
  gexf: (text) => graphology(text, require("graphology-gexf").parse),
  graphml: (text) => graphology(text, require("graphology-graphml").parse),
  cytoscape,
  trig: (text) => n3(text, "TriG"),
  nquads: (text) => n3(text, "N-Quads"),
  turtle: (text) => n3(text, "Turtle"),
  ntriples: (text) => n3(text, "N-Triples"),
  jsonld,
};

async function serve() {
  for await (const line of require("readline").createInterface({ input: process.stdin })) {
    let answer;
    try {
      const [reader, file] = JSON.parse(line);
      answer = { seen: await readers[reader](fs.readFileSync(file, "utf8")) };
    } catch (error) {
      answer = { error: String(error) };
    }
    process.stdout.write(JSON.stringify(answer) + "\n");
  }
}
serve();
