#include <chrono>

#include "analysis/core/format.hpp"
#include "harness/synth/log_writer.hpp"
#include "harness/synth/printed.hpp"

namespace wvagate::synth {
namespace {

/// A member of a line: its name and its text.
struct Member {
  std::string_view name;
  std::string_view text;
};

/// zap's key/value form. The line's number.
std::uint64_t key_values(LogLines& lines, TimePoint time, std::string_view level, std::string_view message,
                         std::initializer_list<Member> members) {
  std::string record =
      joined(R"({"level":")", level, R"(","ts":")", format_time(time), R"(","msg":")", message, R"(")");
  for (const Member& member : members) {
    record += joined(R"(,")", member.name, R"(":")");
    append_escaped(record, member.text);
    record += '"';
  }
  record += '}';
  return lines.add(record, time);
}

}  // namespace

void write_structured(LoggedCycle& cycle, CycleContext& context) {
  LogLines& lines = context.lines;
  const TimePoint observed = cycle.samples.empty() ? cycle.time : cycle.samples.front().sample.time;
  for (const LoggedSample& logged : cycle.samples) {
    if (logged.digits.slo_itl.empty()) continue;
    lines.info(cycle.time, joined("Found SLO for model: model=", logged.sample.model, ", class=",
                                  logged.sample.service_class, ", slo-tpot=", logged.digits.slo_itl,
                                  ", slo-ttft=", logged.digits.slo_ttft));
  }
  const std::uint64_t line =
      key_values(lines, observed, "DEBUG", "System data prepared for optimization",
                 {{"models", printed_models(cycle.samples)}, {"servers", printed_servers(cycle.samples)}});
  for (LoggedSample& logged : cycle.samples)
    logged.sample.line = line;
  if (cycle.cut) return;
  std::vector<const LoggedSample*> all;
  for (const LoggedSample& logged : cycle.samples)
    all.push_back(&logged);
  if (any_solved(cycle.samples)) {
    key_values(lines, observed, "DEBUG", "Optimization solution", {{"system", printed_solution(all)}});
  } else {
    lines.error(observed, "no feasible allocations found for all variants");
  }
  lines.info(observed + std::chrono::milliseconds(5), "Reconciliation completed");
}

}  // namespace wvagate::synth
