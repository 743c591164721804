#include <array>

#include "harness/ingest/decode/pair_scan.hpp"
#include "harness/ingest/records/kinds.hpp"
#include "harness/ingest/records/parameters.hpp"

namespace wvagate::ingest {
namespace {

enum Key : std::size_t {
  name,
  service_class,
  model,
  keep_accelerator,
  min_replicas,
  server_max_batch,
  current_alloc,
  desired_alloc,
  accelerator,
  replicas,
  max_batch,
  cost,
  itl,
  ttft,
  wait,
  load,
  rate,
  in_tokens,
  out_tokens,
  length
};

constexpr std::array<std::string_view, 20> kKeys = {
    "name",         "class",        "model",        "keepAccelerator", "minNumReplicas",
    "maxBatchSize", "currentAlloc", "desiredAlloc", "accelerator",     "numReplicas",
    "maxBatch",     "cost",         "itlAverage",   "ttftAverage",     "waitAverage",
    "load",         "arrivalRate",  "avgInTokens",  "avgOutTokens",    "avgLength"};

/// Takes one field of a server or of its current allocation. The controllers of August and September 2025
/// have the time that requests wait in the place of TTFT, and one length of requests.
void take_field(const PairScan& scan, LoggedSample& server, Fields& fields) {
  Sample& sample = server.sample;
  Observation& observation = *sample.observation;
  SampleDigits& digits = server.digits;
  const auto take = [&](std::optional<double>& value, Digits& spelling) {
    fields.read(kKeys[scan.key()], scan.number(), value, spelling);
  };
  Digits unused;
  switch (scan.key()) {
    case service_class:
      sample.service_class = scan.text();
      break;
    case model:
      sample.model = scan.text();
      break;
    case accelerator:
      sample.accelerator = scan.text();
      break;
    case min_replicas:
      return take(sample.bounds.min_replicas, unused);
    case replicas:
      return take(observation.replicas, digits.current_replicas);
    case max_batch:
      return take(observation.max_batch, digits.max_batch);
    case cost:
      return take(observation.cost, digits.cost);
    case itl:
      return take(observation.latency.itl, digits.itl);
    case ttft:
    case wait:
      return take(observation.latency.ttft, digits.ttft);
    case rate:
      return take(observation.load.rate_rpm, digits.rate);
    case in_tokens:
      return take(observation.load.in_tokens, digits.in_tokens);
    case out_tokens:
    case length:
      return take(observation.load.out_tokens, digits.out_tokens);
    default:
      break;
  }
}

/// Reads the servers in "[ {  name: …, class: …, currentAlloc: {…} } ]", each an observation, into `servers`.
std::optional<Fault> parse_servers(std::string_view text, Fields& fields,
                                   std::vector<LoggedSample>& servers) {
  if (text.find(']') == std::string_view::npos)
    return fault_at(Malformed::cut_line, text, text.substr(text.size()));
  bool in_desired = false;
  std::size_t with_allocation = 0;
  for (PairScan scan(text, kKeys); scan.next();) {
    if (scan.key() == name) {
      LoggedSample& server = servers.emplace_back();
      server.sample.observation.emplace();
      server.sample.variant = scan.text();
      in_desired = false;
      if (server.sample.variant.empty()) return Malformed::missing_field;
      continue;
    }
    if (servers.empty()) return Malformed::missing_field;
    if (scan.key() == current_alloc) {
      ++with_allocation;
      in_desired = false;
    }
    if (scan.key() == desired_alloc) in_desired = true;
    if (!in_desired) take_field(scan, servers.back(), fields);
  }
  // "[]" is a cycle without servers; anything else must have named what runs.
  const bool empty_list = servers.empty() && text.find('{') == std::string_view::npos;
  if (!empty_list && (servers.empty() || with_allocation < servers.size())) return Malformed::missing_field;
  return std::nullopt;
}

std::optional<Fault> read_servers(std::string_view text, Record& record) {
  std::vector<LoggedSample> servers;
  const auto fault = parse_servers(text, record.fields, servers);
  if (servers.empty()) record.events.emplace_back(NoServers{});
  if (fault) return fault;
  for (LoggedSample& server : servers)
    record.events.emplace_back(Observed{std::move(server)});
  return std::nullopt;
}

}  // namespace

/// The optimizer's input: servers with what runs and is observed (October–November 2025, and earlier), and
/// the parameters of models, printed in the message: "System data prepared for optimization: - { servers: [ …
/// ]}". zap's key/value form has them as the members servers and models of a line with the bare sentence. A
/// system record ends the cycle before it.
std::optional<Fault> read_system_data(Record& record) {
  std::vector<UnreadableField> none;
  const Members members(record.entry.object, record.texts, none);
  std::string_view servers;
  std::string_view models;
  if (const auto data = text_after(record.message(), "System data prepared for optimization: - {")) {
    const std::size_t begin = data->find_first_not_of(' ');
    if (begin == std::string_view::npos) return Malformed::cut_line;
    const std::string_view section = data->substr(begin);
    if (section.starts_with("models:")) models = section.substr(7);
    if (section.starts_with("servers:")) servers = section.substr(8);
  } else {
    models = members.text("models");
    servers = members.text("servers");
  }
  if (models.empty() && servers.empty()) return std::nullopt;  // accelerators, service classes, …
  record.events.emplace_back(CycleEnded{.whole = false});
  if (!models.empty()) {
    if (auto fault = read_model_parameters(models, record)) return fault;
  }
  return servers.empty() ? std::nullopt : read_servers(servers, record);
}

}  // namespace wvagate::ingest
