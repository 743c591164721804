#include <array>

#include "harness/ingest/field_scan.hpp"
#include "harness/ingest/record.hpp"

namespace wvagate::ingest {
namespace {

enum Key : std::size_t {
  server,
  service_class,
  model,
  rate,
  in_tokens,
  out_tokens,
  solved,
  saturated,
  allocation,
  accelerator,
  replicas,
  max_batch,
  cost,
  value,
  itl,
  ttft,
  rho,
  max_rpm,
  slo_itl,
  slo_ttft,
  slo_tps
};

constexpr std::array<std::string_view, 21> kKeys = {
    "s",        "c",    "m",   "rate", "inTk", "outTk", "sol",    "sat",     "alloc",    "acc",    "numRep",
    "maxBatch", "cost", "val", "itl",  "ttft", "rho",   "maxRPM", "slo-itl", "slo-ttft", "slo-tps"};

bool take_field(const FieldScan& scan, LoggedSolution& logged) {
  Solution& solution = logged.solution;
  SampleDigits& digits = logged.digits;
  switch (scan.key()) {
    case service_class:
      logged.service_class = scan.text();
      return true;
    case model:
      // A server for which nothing fits has words behind its model in place of an allocation.
      logged.model = trim(scan.text().substr(0, scan.text().find("; no feasible")));
      return true;
    case accelerator:
      logged.accelerator = scan.text();
      return true;
    case rate:
      return read_number(scan.number(), solution.load.rate_rpm, digits.rate);
    case in_tokens:
      return read_number(scan.number(), solution.load.in_tokens, digits.in_tokens);
    case out_tokens:
      return read_number(scan.number(), solution.load.out_tokens, digits.out_tokens);
    case replicas:
      return read_number(scan.number(), solution.replicas, digits.replicas);
    case max_batch:
      return read_number(scan.number(), solution.max_batch, digits.max_batch);
    case cost:
      return read_number(scan.number(), solution.cost, digits.cost);
    case itl:
      return read_number(scan.number(), solution.predicted.itl, digits.predicted_itl);
    case ttft:
      return read_number(scan.number(), solution.predicted.ttft, digits.predicted_ttft);
    case rho:
      return read_number(scan.number(), solution.rho, digits.rho);
    case max_rpm:
      return read_number(scan.number(), solution.max_rpm, digits.max_rpm);
    case slo_itl:
      return read_number(scan.number(), logged.slo.itl, digits.slo_itl);
    case slo_ttft:
      return read_number(scan.number(), logged.slo.ttft, digits.slo_ttft);
    default:
      return true;
  }
}

/// A target of 0 is no target.
void drop_zero(std::optional<double>& target) {
  if (target && *target <= 0) target.reset();
}

/// False where a server's record breaks off in its load or its allocation.
bool is_whole(const LoggedSolution& logged) {
  if (logged.has_allocation)
    return logged.solution.replicas && !logged.digits.predicted_itl.empty() &&
           !logged.digits.predicted_ttft.empty();
  return logged.has_words || !logged.has_load;
}

}  // namespace

std::optional<Fault> parse_solution(std::string_view text, RecordBuffers& buffers) {
  std::vector<LoggedSolution>& solutions = buffers.solutions;
  solutions.clear();
  text = text.substr(0, text.find("\nAllocationByType"));
  for (FieldScan scan(text, kKeys, &buffers.solution_layout); scan.next();) {
    if (scan.key() == server) {
      solutions.emplace_back().variant = scan.text();
      if (solutions.back().variant.empty()) return Malformed::missing_field;
      continue;
    }
    if (solutions.empty()) continue;
    LoggedSolution& seen = solutions.back();
    seen.has_words = seen.has_words || scan.text().find("no feasible") != std::string_view::npos;
    seen.has_load = seen.has_load || scan.key() == rate;
    seen.has_allocation = seen.has_allocation || scan.key() == allocation || scan.key() == replicas;
    if (scan.key() == allocation) continue;
    if (!take_field(scan, seen)) {
      return scan.number().empty() ? fault_at(Malformed::cut_line, text, text.substr(text.size()))
                                   : fault_at(Malformed::bad_number, text, scan.text());
    }
  }
  for (LoggedSolution& logged : solutions) {
    if (!is_whole(logged)) return fault_at(Malformed::cut_line, text, text.substr(text.size()));
    logged.feasible = logged.solution.replicas.has_value();
    drop_zero(logged.slo.itl);
    drop_zero(logged.slo.ttft);
  }
  return std::nullopt;
}

Reading read_solution(std::string_view text, const LogRecord& record, CycleAssembler& cycle) {
  if (const auto fault = parse_solution(text, record.buffers)) return Reading::malformed(*fault);
  const auto time = record.time();
  if (!time) return Reading::malformed(Malformed::bad_time);
  const std::vector<LoggedSolution>& solutions = record.buffers.solutions;
  if (solutions.empty() && text.find("Solution") == std::string_view::npos) {
    return Reading::malformed(Malformed::missing_field);
  }
  cycle.solve(solutions, *time, record.timestamp, record.line);
  return Reading::used();
}

}  // namespace wvagate::ingest
