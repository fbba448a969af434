// node read.cjs READER FILE: read an export with a foreign library and print what it saw as JSON
// {nodes: {id: attributes}, edges: {id: attributes}}, or as N-Quads for RDF. Nothing is fetched.
const fs = require("fs");

const [reader, file] = process.argv.slice(2);
const text = fs.readFileSync(file, "utf8");

function graphology(parse) {
  const graph = parse(require("graphology").MultiDirectedGraph, text);
  const seen = { nodes: {}, edges: {} };
  graph.forEachNode((id, values) => (seen.nodes[id] = values));
  graph.forEachEdge((id, values, source, target) => (seen.edges[id] = { ...values, source, target }));
  return seen;
}

function cytoscape() {
  const graph = require("cytoscape")({ headless: true, ...JSON.parse(text) });
  const seen = { nodes: {}, edges: {} };
  graph.nodes().forEach((n) => (seen.nodes[n.id()] = n.data()));
  graph.edges().forEach((e) => (seen.edges[e.id()] = e.data()));
  return seen;
}

function n3(format) {
  const { Parser, Writer } = require("n3");
  const quads = new Parser({ format }).parse(text);
  return new Writer({ format: "N-Quads" }).quadsToString(quads);
}

async function jsonld() {
  const documentLoader = (url) => { throw new Error(`would fetch ${url}`); };
  return require("jsonld").toRDF(JSON.parse(text), { format: "application/n-quads", documentLoader });
}

// Neo4j's own parser and linter take each statement; the rows are those that they would load.
function cypher() {
  const { lintCypherQuery } = require("@neo4j-cypher/language-support");
  const seen = { nodes: {}, edges: {} };
  const known = new Set();
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
  gexf: () => graphology(require("graphology-gexf").parse),
  graphml: () => graphology(require("graphology-graphml").parse),
  cytoscape,
  trig: () => n3("TriG"),
  nquads: () => n3("N-Quads"),
  turtle: () => n3("Turtle"),
  ntriples: () => n3("N-Triples"),
  jsonld,
};
Promise.resolve(readers[reader]()).then((seen) =>
  process.stdout.write(typeof seen === "string" ? seen : JSON.stringify(seen)));
