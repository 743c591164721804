#include <algorithm>
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

bool take_field(const FieldScan& scan, LoggedSolution& logged, ParsedRecord& parsed) {
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
      return parsed.number(scan.number(), solution.load.rate_rpm, digits.rate);
    case in_tokens:
      return parsed.number(scan.number(), solution.load.in_tokens, digits.in_tokens);
    case out_tokens:
      return parsed.number(scan.number(), solution.load.out_tokens, digits.out_tokens);
    case replicas:
      return parsed.number(scan.number(), solution.replicas, digits.replicas);
    case max_batch:
      return parsed.number(scan.number(), solution.max_batch, digits.max_batch);
    case cost:
      return parsed.number(scan.number(), solution.cost, digits.cost);
    case itl:
      return parsed.number(scan.number(), solution.predicted.itl, digits.predicted_itl);
    case ttft:
      return parsed.number(scan.number(), solution.predicted.ttft, digits.predicted_ttft);
    case rho:
      return parsed.number(scan.number(), solution.rho, digits.rho);
    case max_rpm:
      return parsed.number(scan.number(), solution.max_rpm, digits.max_rpm);
    case slo_itl:
      return parsed.number(scan.number(), logged.slo.itl, digits.slo_itl);
    case slo_ttft:
      return parsed.number(scan.number(), logged.slo.ttft, digits.slo_ttft);
    default:
      return true;
  }
}

/// False where a server's record breaks off in its load or its allocation.
bool is_whole(const LoggedSolution& logged) {
  if (logged.has_allocation)
    return logged.solution.replicas && !logged.digits.predicted_itl.empty() &&
           !logged.digits.predicted_ttft.empty();
  return logged.has_words || !logged.has_load;
}

/// The reason where the solution is damaged.
std::optional<Fault> parse_solution(std::string_view text, ParsedRecord& parsed) {
  std::vector<LoggedSolution>& solutions = parsed.solutions;
  solutions.clear();
  const std::size_t end = std::min(text.size(), text.find("\nAllocationByType"));
  parsed.pass_over(text.substr(end));
  text = text.substr(0, end);
  for (FieldScan scan(text, kKeys); scan.next();) {
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
    if (scan.key() == value || scan.key() == slo_tps || scan.key() == solved) parsed.pass_over(scan.number());
    if (!take_field(scan, seen, parsed)) {
      return scan.number().empty() ? fault_at(Malformed::cut_line, text, text.substr(text.size()))
                                   : fault_at(Malformed::bad_number, text, scan.text());
    }
  }
  for (LoggedSolution& logged : solutions) {
    if (!is_whole(logged)) return fault_at(Malformed::cut_line, text, text.substr(text.size()));
    logged.feasible = logged.solution.replicas.has_value();
  }
  return std::nullopt;
}

}  // namespace

void apply_solutions(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle) {
  cycle.solve(parsed.solutions, stamp.time, stamp.timestamp, stamp.line);
}

Reading read_solution(std::string_view text, const LogRecord& record) {
  if (const auto fault = parse_solution(text, record.parsed)) return Reading::malformed(*fault);
  if (!record.time()) return Reading::malformed(Malformed::bad_time);
  if (record.parsed.solutions.empty() && text.find("Solution") == std::string_view::npos)
    return Reading::malformed(Malformed::missing_field);
  Reading reading = Reading::used(apply_solutions);
  reading.timed = true;
  return reading;
}

}  // namespace wvagate::ingest
