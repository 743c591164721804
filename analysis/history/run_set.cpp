#include "analysis/history/run_set.hpp"

#include <algorithm>
#include <tuple>

#include "analysis/core/format.hpp"

namespace wvagate::history {
namespace {

std::string number_text(const std::optional<double>& value) {
  return value ? format_shortest(*value) : "-";
}

/// Collects what differs, in words.
class Differences {
 public:
  void compare(const std::string& what, const std::string& kept, const std::string& given) {
    if (kept == given) return;
    const auto shown = [](const std::string& text) { return text.empty() ? "-" : escape_for_terminal(text); };
    lines_.push_back(what + ": " + shown(kept) + " is stored, " + shown(given) + " given");
  }

  std::vector<std::string> take(std::size_t most) {
    if (lines_.size() > most && most > 0) {
      const std::size_t rest = lines_.size() - (most - 1);
      lines_.resize(most - 1);
      lines_.push_back("and " + std::to_string(rest) + " more");
    }
    return std::move(lines_);
  }

 private:
  std::vector<std::string> lines_;
};

void compare_provenance(const Provenance& kept, const Provenance& given, Differences& found) {
  found.compare("controller", kept.controller, given.controller);
  found.compare("wvagate", kept.tool, given.tool);
  found.compare("metric definitions", std::to_string(kept.definitions), std::to_string(given.definitions));
  found.compare("policy", kept.policy, given.policy);
  found.compare("dedup window, s", format_shortest(kept.dedup_window_s),
                format_shortest(given.dedup_window_s));
  found.compare("ITL SLO, ms", number_text(kept.slo_itl_ms), number_text(given.slo_itl_ms));
  found.compare("TTFT SLO, ms", number_text(kept.slo_ttft_ms), number_text(given.slo_ttft_ms));
  found.compare("accelerator", kept.accelerator, given.accelerator);
  found.compare("model", kept.model, given.model);
}

std::optional<double> value_of(const Run& run, const std::string& metric) {
  const auto found =
      std::lower_bound(run.figures.begin(), run.figures.end(), metric,
                       [](const Figure& figure, const std::string& name) { return figure.metric < name; });
  if (found == run.figures.end() || found->metric != metric) return std::nullopt;
  return found->value;
}

void compare_runs(const Run& kept, const Run& given, Differences& found) {
  const std::string log = escape_for_terminal(given.log);
  found.compare("log", kept.log, given.log);
  found.compare("SHA-256 of " + log, kept.sha256, given.sha256);
  std::vector<std::string> metrics;
  for (const Run* run : {&kept, &given}) {
    for (const Figure& figure : run->figures)
      metrics.push_back(figure.metric);
  }
  std::sort(metrics.begin(), metrics.end());
  metrics.erase(std::unique(metrics.begin(), metrics.end()), metrics.end());
  for (const std::string& metric : metrics) {
    found.compare(escape_for_terminal(metric) + " of " + log, number_text(value_of(kept, metric)),
                  number_text(value_of(given, metric)));
  }
}

}  // namespace

std::string basis_text(const Provenance& provenance) {
  std::string text = provenance.policy + ", dedup " + format_shortest(provenance.dedup_window_s) +
                     " s, definitions " + std::to_string(provenance.definitions);
  if (provenance.slo_itl_ms) text += ", ITL SLO " + format_shortest(*provenance.slo_itl_ms) + " ms";
  if (provenance.slo_ttft_ms) text += ", TTFT SLO " + format_shortest(*provenance.slo_ttft_ms) + " ms";
  for (const std::string& name : {provenance.accelerator, provenance.model}) {
    if (!name.empty()) text += ", " + name;
  }
  return text;
}

void put_in_order(RunSet& run_set) {
  for (Run& run : run_set.runs) {
    std::sort(run.figures.begin(), run.figures.end(),
              [](const Figure& a, const Figure& b) { return a.metric < b.metric; });
  }
  std::stable_sort(run_set.runs.begin(), run_set.runs.end(), [](const Run& a, const Run& b) {
    return std::tie(a.log, a.sha256) < std::tie(b.log, b.sha256);
  });
}

std::vector<std::string> differences(const RunSet& kept, const RunSet& given, std::size_t most) {
  Differences found;
  found.compare("date", format_time(kept.date), format_time(given.date));
  compare_provenance(kept.provenance, given.provenance, found);
  found.compare("runs", std::to_string(kept.runs.size()), std::to_string(given.runs.size()));
  for (std::size_t i = 0; i < std::min(kept.runs.size(), given.runs.size()); ++i)
    compare_runs(kept.runs[i], given.runs[i], found);
  return found.take(most);
}

}  // namespace wvagate::history
