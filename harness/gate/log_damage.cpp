#include "harness/gate/log_damage.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "analysis/core/format.hpp"
#include "harness/gate/injection.hpp"
#include "harness/ingest/log_reader.hpp"

namespace wvagate::gate {
namespace {

using verdict::Baseline;
using verdict::Consequence;
using verdict::Damage;
using verdict::DamagedLogs;
using verdict::Finding;

constexpr double kKeptOfTail = 2.0 / 3;
constexpr double kKeptOfCut = 0.5;

enum class CutAt { line_end, inside_line };

/// The front of a log.
class CutSource final : public ingest::ByteSource {
 public:
  /// Ends with the first byte from `from` on that ends a line, or is inside one.
  CutSource(ingest::ByteSource& whole, std::uint64_t from, CutAt where)
      : whole_(whole), from_(from), where_(where) {}

  Result<std::size_t> read(std::span<char> buffer) override {
    if (ended_) return std::size_t{0};
    auto count = whole_.read(buffer);
    if (!count) return count;
    for (std::size_t i = 0; i < count.value(); ++i, ++offset_) {
      const bool is_end = buffer[i] == '\n' || buffer[i] == '\r';
      ended_ = offset_ >= from_ && (where_ == CutAt::line_end ? buffer[i] == '\n' : !is_end);
      if (ended_) return i + 1;
    }
    return count;
  }

 private:
  ingest::ByteSource& whole_;
  std::uint64_t from_;
  CutAt where_;
  std::uint64_t offset_ = 0;
  bool ended_ = false;
};

Result<std::unique_ptr<run::MeasuredRun>> measure_front(const run::MeasuredRun& run, const Baseline& baseline,
                                                        double share, CutAt where) {
  const auto whole = ingest::open_log(run.path);
  if (!whole) return whole.error();
  const auto bytes = static_cast<double>(run.recording.facts.bytes);
  CutSource front(*whole.value(), static_cast<std::uint64_t>(share * bytes), where);
  return run::measure_run(front, run.path, baseline.measure, baseline.variant);
}

DamagedLogs duplicate(const Baseline& baseline, const Runs& runs) {
  DamagedLogs damaged{.damage = Damage::duplicated_cycles, .outcome = "quiet", .acceptable = true};
  const auto names = metric_names(baseline);
  for (const auto& run : runs) {
    Series series = run->series;
    duplicate_samples(series);
    const auto twice = run::with_samples(*run, std::move(series), run::costly_among(names));
    for (const verdict::BaselineMetric& metric : baseline.metrics) {
      if (metric.level == verdict::Level::off) continue;
      const auto kept = [&](const run::MeasuredRun& of) {
        const auto value = of.analysis->figures.get(metric.name);
        return value ? std::optional(verdict::as_kept(*value)) : std::nullopt;
      };
      if (kept(*run) == kept(*twice)) continue;
      damaged.outcome = "not quiet";
      damaged.acceptable = false;
      damaged.note += (damaged.note.empty() ? "" : ", ") + metric.name + " of " + ingest::log_name(run->path);
    }
  }
  if (!damaged.acceptable) damaged.note = "changes " + damaged.note;
  return damaged;
}

DamagedLogs cut_line(const Baseline& baseline, const Runs& runs) {
  DamagedLogs damaged{.damage = Damage::cut_line, .outcome = "refused", .acceptable = true};
  for (const auto& run : runs) {
    if (!measure_front(*run, baseline, kKeptOfCut, CutAt::inside_line)) continue;
    damaged.outcome = "accepted";
    damaged.acceptable = false;
    damaged.note += (damaged.note.empty() ? "" : ", ") + ingest::log_name(run->path);
  }
  return damaged;
}

/// What the gate says, and which of its metrics say so.
void tell_verdict(const std::vector<Finding>& findings, DamagedLogs& damaged) {
  const auto count = [&](Consequence consequence) {
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [&](const Finding& each) {
      return each.consequence == consequence;
    }));
  };
  const std::size_t failed = count(Consequence::fail);
  const std::size_t undecided = count(Consequence::inconclusive);
  damaged.outcome = failed > 0 ? "caught" : undecided > 0 ? "undecided" : "passed";
  damaged.note = std::to_string(failed) + " failed, " + std::to_string(count(Consequence::warn)) +
                 " warned, " + std::to_string(undecided) + " undecided";
}

DamagedLogs drop_tail(const Baseline& baseline, const Runs& runs, std::chrono::year_month_day today,
                      const Judge& judge) {
  DamagedLogs damaged{.damage = Damage::missing_tail, .outcome = {}, .acceptable = true};
  const auto names = metric_names(baseline);
  verdict::Contender contender;
  for (const auto& run : runs) {
    const auto front = measure_front(*run, baseline, kKeptOfTail, CutAt::line_end);
    if (!front) {
      damaged.outcome = "refused";
      damaged.note = describe(front.error());
      return damaged;
    }
    contender.push_back(run::to_run(*front.value(), names));
  }
  tell_verdict(judge(baseline, contender, today), damaged);
  return damaged;
}

}  // namespace

std::vector<DamagedLogs> damage_logs(const Baseline& baseline, const Runs& runs,
                                     std::chrono::year_month_day today, const Judge& judge) {
  std::vector<DamagedLogs> damages;
  const bool left_out =
      baseline.measure.policy == policy_text(PolicyName::cycle) && baseline.measure.dedup_window_s > 1;
  if (left_out) damages.push_back(duplicate(baseline, runs));
  const bool readable_again =
      std::none_of(runs.begin(), runs.end(), [](const auto& run) { return run->path == "-"; });
  if (readable_again) {
    damages.push_back(cut_line(baseline, runs));
    damages.push_back(drop_tail(baseline, runs, today, judge));
  }
  return damages;
}

}  // namespace wvagate::gate
