#include "harness/bench/bench_log.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <tuple>
#include <vector>

#include "analysis/simulation/scenario.hpp"
#include "harness/ingest/lines/line_search.hpp"
#include "harness/synth/log_lines.hpp"
#include "harness/synth/synthesis.hpp"

namespace wvagate::bench {
namespace {

using simulation::LogDialect;
using simulation::Scenario;
using simulation::VariantScenario;

constexpr std::size_t kChatterBytes = std::size_t{2} << 20;
constexpr std::uint64_t kSeed = 7;

/// Two variants under swings, bursts and noise, with the tuner at work and a restart a week.
Scenario busy_scenario(LogDialect dialect, std::uint64_t seed) {
  Scenario scenario;
  scenario.seed = seed;
  scenario.reactive = dialect == LogDialect::capacity;
  scenario.duration_min = 7 * 24 * 60;
  scenario.tuner.emplace();
  scenario.actuation = {.delay_s = 90, .jitter_s = 45};
  scenario.noise = {.itl = 0.05, .ttft = 0.1, .rate = 0.05, .tokens = 0.1, .ar1 = 0.3};
  for (const auto& [name, rpm, period_min] :
       {std::tuple("orchard", 900, 47), std::tuple("meadow", 2400, 331)}) {
    VariantScenario variant;
    variant.name = std::string(name) + "-decode";
    variant.name_space = "serving";
    variant.model = std::string("acme/") + name + "-8b";
    variant.load = {
        simulation::Sine{.mean_rpm = 1.0 * rpm, .amplitude_rpm = 0.7 * rpm, .period_min = 1.0 * period_min},
        simulation::Bursts{.every_min = 30, .lasts_min = 5, .rpm = 0.5 * rpm}};
    variant.true_parameters.entries = {
        {0, {.alpha = 7.1, .beta = 0.052, .gamma = 16.2, .delta = 0.00042}},
        {8000, {.alpha = 6.2, .beta = 0.047, .gamma = 14.9, .delta = 0.00031}}};
    variant.believed_parameters.entries = {
        {0, {.alpha = 7.47, .beta = 0.044, .gamma = 15.415, .delta = 0.000337}}};
    variant.slo.entries = {{0, {.itl = 9, .ttft = 1000}}};
    variant.in_tokens = 250;
    variant.out_tokens = 440;
    scenario.variants.push_back(std::move(variant));
  }
  return scenario;
}

/// Calls `take` with each line of `text`, without its end.
template <typename Take>
void for_each_line(std::string_view text, const Take& take) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// Lines that say nothing to us: those of a reactive controller, and what any pod prints.
std::vector<std::string> make_chatter() {
  const Scenario scenario = busy_scenario(LogDialect::capacity, kSeed + 1);
  synth::Synthesis synthesis(scenario, {.dialect = LogDialect::capacity, .chatter_lines = 6}, false);
  std::vector<std::string> lines;
  while (synthesis.text().size() < kChatterBytes && synthesis.advance(true)) {
  }
  for_each_line(synthesis.text(), [&](std::string_view line) {
    if (!ingest::has_phrase(line)) lines.emplace_back(line);
  });
  return lines;
}

/// Puts lines into a log so that those with a phrase have their share of it.
class LineMixer {
 public:
  LineMixer(const LogSpec& spec, std::string& out)
      : others_a_marker_byte_((1 - spec.marker_share) / spec.marker_share),
        lines_({.dialect = spec.dialect, .wrapper = spec.wrapper}, out) {}

  /// The lines of one cycle, as many as fit, and chatter behind them.
  void add_cycle(std::string_view cycle, TimePoint time) {
    for_each_line(cycle, [&](std::string_view line) {
      if (ingest::has_phrase(line)) {
        marker_bytes_ += size_of(line);
        lines_.add(line, time);
      } else if (size_of(line) <= room_for_others()) {
        add_other(line, time);
      }
    });
    while (room_for_others() > 0) {
      std::uniform_int_distribution<std::size_t> any(0, chatter_.size() - 1);
      add_other(chatter_[any(random_)], time);
    }
  }

 private:
  static double size_of(std::string_view line) { return static_cast<double>(line.size() + 1); }
  double room_for_others() const { return marker_bytes_ * others_a_marker_byte_ - other_bytes_; }
  void add_other(std::string_view line, TimePoint time) {
    other_bytes_ += size_of(line);
    lines_.add(line, time);
  }

  double others_a_marker_byte_;
  synth::LogLines lines_;
  std::vector<std::string> chatter_ = make_chatter();
  std::mt19937_64 random_{kSeed};
  double marker_bytes_ = 0;
  double other_bytes_ = 0;
};

std::string make_text(const LogSpec& spec) {
  const Scenario scenario = busy_scenario(spec.dialect, kSeed);
  synth::Synthesis synthesis(scenario, {.dialect = spec.dialect}, false);
  std::string text;
  LineMixer mixer(spec, text);
  while (text.size() < spec.bytes && synthesis.advance(true)) {
    mixer.add_cycle(synthesis.text(), synthesis.now());
    synthesis.text().clear();
  }
  return text;
}

}  // namespace

BenchLog::BenchLog(const LogSpec& spec)
    : spec_(spec),
      text_(make_text(spec)),
      packed_(spec.packing == Packing::none ? std::string() : packed(text_, spec.packing)),
      file_(content()) {}

const BenchLog& log_of(const LogSpec& spec) {
  static std::unique_ptr<BenchLog> log;
  if (log == nullptr || !(log->spec() == spec)) {
    log.reset();
    log = std::make_unique<BenchLog>(spec);
  }
  return *log;
}

std::string lines_with(std::string_view phrase, LogDialect dialect, std::size_t bytes) {
  constexpr std::size_t kRarest = 256;  // one byte in so many
  const Scenario scenario = busy_scenario(dialect, kSeed);
  synth::Synthesis synthesis(scenario, {.dialect = dialect}, false);
  std::string lines;
  std::size_t searched = 0;
  while (lines.size() < bytes && searched < bytes * kRarest && synthesis.advance(true)) {
    searched += synthesis.text().size();
    for_each_line(synthesis.text(), [&](std::string_view line) {
      if (line.find(phrase) == std::string_view::npos) return;
      lines += line;
      lines += '\n';
    });
    synthesis.text().clear();
  }
  return lines;
}

}  // namespace wvagate::bench
