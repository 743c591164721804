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
bool take_field(const FieldScan& scan, LoggedSample& server) {
  Sample& sample = server.sample;
  SampleDigits& digits = server.digits;
  Digits ignored;
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
      return read_number(scan.number(), sample.min_replicas, ignored);
    case replicas:
      return read_number(scan.number(), sample.current_replicas, digits.current_replicas);
    case max_batch:
      return read_number(scan.number(), sample.current_max_batch, digits.max_batch);
    case cost:
      return read_number(scan.number(), sample.current_cost, digits.cost);
    case itl:
      return read_number(scan.number(), sample.latency.itl, digits.itl);
    case ttft:
      return read_number(scan.number(), sample.latency.ttft, digits.ttft);
    case rate:
      return read_number(scan.number(), sample.load.rate_rpm, digits.rate);
    case in_tokens:
      return read_number(scan.number(), sample.load.in_tokens, digits.in_tokens);
    case out_tokens:
      return read_number(scan.number(), sample.load.out_tokens, digits.out_tokens);
    default:
      return true;
  }
}

}  // namespace

std::optional<Fault> parse_servers(std::string_view text, const LogRecord& record) {
  std::vector<LoggedSample>& observations = record.buffers.observations;
  observations.clear();
  if (!trim(text).ends_with(']') && text.find(']') == std::string_view::npos)
    return fault_at(Malformed::cut_line, text, text.substr(text.size()));
  const auto time = record.time();
  if (!time) return Malformed::bad_time;
  bool in_desired = false;
  std::size_t with_allocation = 0;
  for (FieldScan scan(text, kKeys, &record.buffers.servers_layout); scan.next();) {
    if (scan.key() == name) {
      LoggedSample& server = observations.emplace_back();
      server.sample.variant = scan.text();
      server.sample.time = *time;
      server.sample.line = record.line;
      server.digits.timestamp = record.timestamp;
      in_desired = false;
      if (server.sample.variant.empty()) return Malformed::missing_field;
      continue;
    }
    if (observations.empty()) return Malformed::missing_field;
    if (scan.key() == current_alloc) ++with_allocation;
    if (scan.key() == desired_alloc) in_desired = true;
    if (!in_desired && !take_field(scan, observations.back()))
      return fault_at(Malformed::bad_number, text, scan.text());
  }
  // "[]" is a cycle without servers; anything else must have named what runs.
  const bool empty_list = observations.empty() && text.find('{') == std::string_view::npos;
  if (!empty_list && (observations.empty() || with_allocation < observations.size()))
    return Malformed::missing_field;
  return std::nullopt;
}

Reading read_servers(std::string_view text, const LogRecord& record, CycleAssembler& cycle) {
  const std::vector<LoggedSample>& observations = record.buffers.observations;
  const auto fault = parse_servers(text, record);
  cycle.end_cycle();
  if (observations.empty()) cycle.forget_observations();
  if (fault) return Reading::malformed(*fault);
  for (const LoggedSample& observation : observations)
    cycle.observe(observation);
  return observations.empty() ? Reading::used() : Reading::observed();
}

}  // namespace wvagate::ingest
