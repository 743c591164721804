#include <array>

#include "harness/ingest/field_scan.hpp"
#include "harness/ingest/record.hpp"

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
  load,
  rate,
  in_tokens,
  out_tokens
};

constexpr std::array<std::string_view, 18> kKeys = {
    "name",         "class",        "model",       "keepAccelerator", "minNumReplicas", "maxBatchSize",
    "currentAlloc", "desiredAlloc", "accelerator", "numReplicas",     "maxBatch",       "cost",
    "itlAverage",   "ttftAverage",  "load",        "arrivalRate",     "avgInTokens",    "avgOutTokens"};

/// Takes one field of a server or of its current allocation. False where a number is none.
bool take_field(const FieldScan& scan, LoggedSample& server, ParsedRecord& parsed) {
  Sample& sample = server.sample;
  SampleDigits& digits = server.digits;
  switch (scan.key()) {
    case service_class:
      sample.service_class = scan.text();
      return true;
    case model:
      sample.model = scan.text();
      return true;
    case accelerator:
      sample.accelerator = scan.text();
      return true;
    case min_replicas:
      return parsed.number(scan.number(), sample.min_replicas, parsed.ignored);
    case replicas:
      return parsed.number(scan.number(), sample.current_replicas, digits.current_replicas);
    case max_batch:
      return parsed.number(scan.number(), sample.current_max_batch, digits.max_batch);
    case cost:
      return parsed.number(scan.number(), sample.current_cost, digits.cost);
    case itl:
      return parsed.number(scan.number(), sample.latency.itl, digits.itl);
    case ttft:
      return parsed.number(scan.number(), sample.latency.ttft, digits.ttft);
    case rate:
      return parsed.number(scan.number(), sample.load.rate_rpm, digits.rate);
    case in_tokens:
      return parsed.number(scan.number(), sample.load.in_tokens, digits.in_tokens);
    case out_tokens:
      return parsed.number(scan.number(), sample.load.out_tokens, digits.out_tokens);
    default:
      return true;
  }
}

}  // namespace

std::optional<Fault> parse_servers(std::string_view text, ParsedRecord& parsed) {
  std::vector<LoggedSample>& observations = parsed.observations;
  observations.clear();
  if (text.find(']') == std::string_view::npos)
    return fault_at(Malformed::cut_line, text, text.substr(text.size()));
  bool in_desired = false;
  std::size_t with_allocation = 0;
  for (FieldScan scan(text, kKeys); scan.next();) {
    if (scan.key() == name) {
      LoggedSample& server = observations.emplace_back();
      server.sample.variant = scan.text();
      in_desired = false;
      if (server.sample.variant.empty()) return Malformed::missing_field;
      continue;
    }
    if (observations.empty()) return Malformed::missing_field;
    if (scan.key() == current_alloc) {
      ++with_allocation;
      in_desired = false;
    }
    if (scan.key() == desired_alloc) in_desired = true;
    if (in_desired || scan.key() == server_max_batch) parsed.pass_over(scan.number());
    if (!in_desired && !take_field(scan, observations.back(), parsed))
      return fault_at(Malformed::bad_number, text, scan.text());
  }
  // "[]" is a cycle without servers; anything else must have named what runs.
  const bool empty_list = observations.empty() && text.find('{') == std::string_view::npos;
  if (!empty_list && (observations.empty() || with_allocation < observations.size()))
    return Malformed::missing_field;
  return std::nullopt;
}

void apply_system_data(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle) {
  cycle.end_cycle();
  for (const LoggedModel& logged : parsed.models) {
    if (const auto parameters = parameters_of(logged))
      cycle.state().set_model_parameters(logged.model, logged.accelerator, *parameters);
  }
  if (!parsed.has_servers) return;
  if (parsed.observations.empty()) cycle.forget_observations();
  for (LoggedSample& observation : parsed.observations)
    observe_at(observation, stamp, cycle);
}

Reading read_servers(std::string_view text, const LogRecord& record) {
  ParsedRecord& parsed = record.parsed;
  auto fault = parse_servers(text, parsed);
  if (!fault && !record.time()) fault = Malformed::bad_time;
  parsed.has_servers = !fault || parsed.observations.empty();
  if (fault) return Reading::malformed(*fault, apply_system_data);
  Reading reading = Reading::observed(apply_system_data);
  reading.observation = !parsed.observations.empty();
  return reading;
}

}  // namespace wvagate::ingest
