// Random scenarios, logged in every form: what the program reads, measures and replays is what the simulation
// knows to be true. The scenario's seed and form are printed where it is not.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/metric/registry.hpp"
#include "analysis/metric/series_analysis.hpp"
#include "analysis/model/series_replay.hpp"
#include "analysis/sample/series.hpp"
#include "analysis/simulation/truth.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/synth/printed.hpp"
#include "harness/synth/synthesis.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_scenario.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate {
namespace {

using simulation::LogDialect;
using simulation::LogForm;
using simulation::LogWrapper;
using simulation::Scenario;
using simulation::TrueSample;

constexpr double kExact = 1e-9;

/// A log that was read, whatever its form.
struct ReadLog {
  NamePool names;
  LogFacts facts;
  std::vector<Sample> samples;
};

ReadLog read(const testing::TemporaryDirectory& directory, std::string_view text) {
  const std::string path = directory.write("a.log", text);
  ReadLog log;
  auto facts = ingest::read_log(path, log.names, [&](const LoggedSample& logged) {
    log.samples.push_back(logged.sample);
    return true;
  });
  REQUIRE(facts.ok());
  log.facts = std::move(facts).value();
  return log;
}

std::string form_text(const LogForm& form) {
  return std::string(simulation::kLogDialectNames[static_cast<std::size_t>(form.dialect)]) + " in " +
         std::string(simulation::kLogWrapperNames[static_cast<std::size_t>(form.wrapper)]);
}

/// The same text but for a namespace: a reader knows none before the first solution names it.
bool same_variant(std::string_view read, std::string_view known) {
  return read == known || read == synth::name_of(known);
}

template <typename T>
void check_equal(const std::optional<T>& read, const std::optional<T>& known) {
  CHECK(read.has_value() == known.has_value());
  if (read && known) CHECK(*read == *known);
}

void check_load(const Load& read, const Load& known) {
  check_equal(read.rate_rpm, known.rate_rpm);
  check_equal(read.in_tokens, known.in_tokens);
  check_equal(read.out_tokens, known.out_tokens);
}

void check_solution(const std::optional<Forecast>& read, const std::optional<Forecast>& known) {
  CHECK(read.has_value() == known.has_value());
  if (!read || !known) return;
  check_equal(read->replicas, known->replicas);
  check_equal(read->max_batch, known->max_batch);
  check_equal(read->predicted.itl, known->predicted.itl);
  check_equal(read->predicted.ttft, known->predicted.ttft);
  check_equal(read->rho, known->rho);
  check_equal(read->max_rpm, known->max_rpm);
}

void check_observation(const Observation& read, const Observation& known) {
  check_equal(read.replicas, known.replicas);
  check_equal(read.max_batch, known.max_batch);
  check_equal(read.cost, known.cost);
  check_equal(read.latency.itl, known.latency.itl);
  check_equal(read.latency.ttft, known.latency.ttft);
  check_load(read.load, known.load);
}

void check_sample(const Sample& read, const Sample& known) {
  INFO("sample of line " << known.line << " at " << format_time(known.time));
  CHECK(read.time == known.time);
  CHECK(read.line == known.line);
  CHECK(same_variant(read.variant, known.variant));
  CHECK(read.model == known.model);
  CHECK(read.accelerator == known.accelerator);
  CHECK(read.service_class == known.service_class);
  check_observation(observation_in(read), observation_in(known));
  check_solution(read.forecast, known.forecast);
  CHECK(read.observation.has_value() == known.observation.has_value());
  // What was decided without a forecast, a model-based scenario does not know.
  if (known.forecast || known.decision) check_equal(wanted_replicas(read), wanted_replicas(known));
  check_equal(read.slo.itl, known.slo.itl);
  check_equal(read.slo.ttft, known.slo.ttft);
  CHECK(read.parameters == known.parameters);
  check_equal(read.bounds.min_replicas, known.bounds.min_replicas);
  CHECK(read.interrupted == known.interrupted);
  CHECK(read.tuner.has_value() == known.tuner.has_value());
  if (read.tuner && known.tuner) CHECK(read.tuner->accepted == known.tuner->accepted);
}

void check_gaps(const std::vector<metric::Gap>& found, const std::vector<simulation::TrueGap>& known,
                Latency latency) {
  std::vector<metric::Gap> of_latency;
  for (const auto& gap : found) {
    if (gap.latency == latency) of_latency.push_back(gap);
  }
  REQUIRE(of_latency.size() == known.size());
  for (std::size_t i = 0; i < known.size(); ++i) {
    const metric::Gap& gap = of_latency[i];
    const simulation::TrueGap& truth = known[i];
    INFO("gap " << i << " of lines " << truth.first_line << " to " << truth.last_line);
    const auto near = [](std::optional<double> a, std::optional<double> b) {
      return a.has_value() == b.has_value() && (!a || std::abs(*a - *b) < kExact);
    };
    CHECK(near(gap.start_min, truth.start_min));
    CHECK(near(gap.last_violation_min, truth.last_violation_min));
    CHECK(near(gap.end_min, truth.end_min));
    CHECK(gap.open == !truth.end_min);
    CHECK(near(gap.duration.policy_min, truth.duration_min));
    CHECK(near(gap.peak_ms, truth.peak_ms));
    CHECK(near(gap.mean_ms, truth.mean_ms));
    CHECK((gap.cause == metric::GapCause::scale_up_lag) == truth.waited_for_replicas);
    CHECK(near(gap.lags.detection_min, truth.detection_min));
    CHECK(near(gap.lags.actuation_min, truth.actuation_min));
    CHECK(near(gap.lags.settling_min, truth.settling_min));
    CHECK(gap.first_line == truth.first_line);
    CHECK(gap.last_line == truth.last_line);
  }
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values)
    sum += value;
  return sum / static_cast<double>(values.size());
}

void check_figure(const metric::Figures& figures, const std::string& name, std::optional<double> known) {
  INFO(name);
  const auto found = figures.get(name);
  REQUIRE(found.has_value() == known.has_value());
  if (found && known) CHECK(*found == Approx(*known).epsilon(1e-9).margin(kExact));
}

void check_latency(const metric::SeriesAnalysis& analysis, const simulation::SeriesTruth& truth,
                   Latency latency) {
  const simulation::LatencyTruth& known = truth[latency];
  const std::string name = latency == Latency::itl ? "itl." : "ttft.";
  const auto if_any = [](const std::vector<double>& values) {
    return values.empty() ? std::optional<double>() : mean(values);
  };
  check_figure(analysis.figures, name + "compliance_pct", known.compliance_pct);
  if (known.measured > 0)
    check_figure(analysis.figures, name + "violations", static_cast<double>(known.violations));
  check_figure(analysis.figures, name + "unmeasured", static_cast<double>(known.unmeasured));
  check_figure(analysis.figures, name + "error.mean_ms", if_any(known.errors_ms));
  check_figure(analysis.figures, name + "error_model.mean_ms", if_any(known.model_errors_ms));
  check_gaps(analysis.gaps, known.gaps, latency);
}

void check_analysis(const metric::SeriesAnalysis& analysis, const simulation::SeriesTruth& truth) {
  check_figure(analysis.figures, "samples.total", static_cast<double>(truth.samples));
  check_figure(analysis.figures, "samples.duplicate", static_cast<double>(truth.duplicates));
  check_figure(analysis.figures, "samples.unsolved", static_cast<double>(truth.unsolved));
  check_figure(analysis.figures, "samples.idle", static_cast<double>(truth.idle));
  check_figure(analysis.figures, "segments", static_cast<double>(truth.segments));
  check_figure(analysis.figures, "duration_min", truth.duration_min);
  check_figure(analysis.figures, "replicas.minutes", truth.replica_minutes);
  check_latency(analysis, truth, Latency::itl);
  check_latency(analysis, truth, Latency::ttft);
  REQUIRE(analysis.events.size() == truth.events.size());
  for (std::size_t i = 0; i < truth.events.size(); ++i) {
    CHECK(analysis.events[i].time_min == Approx(truth.events[i].time_min).margin(kExact));
    CHECK(analysis.events[i].from == truth.events[i].from);
    CHECK(analysis.events[i].to == truth.events[i].to);
    CHECK(analysis.events[i].line == truth.events[i].line);
  }
}

/// Runs a scenario to its end.
void run(synth::Synthesis& synthesis) {
  while (synthesis.advance(false)) {
  }
}

/// What a log says is what is true of `scenario`: samples, figures, decisions.
void check_against_truth(const testing::TemporaryDirectory& directory, Scenario scenario,
                         const LogForm& form) {
  INFO("scenario of seed " << scenario.seed << ", " << form_text(form));
  scenario.reactive = form.dialect == LogDialect::capacity;
  synth::Synthesis synthesis(scenario, form, true);
  run(synthesis);
  ReadLog log = read(directory, synthesis.text());
  CHECK(log.facts.lines.total == synthesis.lines());
  CHECK(log.facts.lines.malformed_total() == 0);
  CHECK(log.facts.lines.total == log.facts.lines.used + log.facts.lines.ignored);
  CHECK_FALSE(log.facts.truncated);
  CHECK(log.facts.unobserved == 0);
  CHECK(log.facts.ambiguous == 0);

  std::map<std::string_view, std::vector<const Sample*>> by_name;
  for (const Sample& sample : log.samples)
    by_name[synth::name_of(sample.variant)].push_back(&sample);
  Recording recording;
  recording.samples = log.samples;
  recording.facts = log.facts;
  const LatencyPair& targets = scenario.variants.front().slo.at(0);
  const std::vector<Series> all = make_series(recording, {}, targets);
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    const auto& known = synthesis.samples(v);
    const auto& read_samples = by_name[scenario.variants[v].name];
    REQUIRE(read_samples.size() == known.size());
    for (std::size_t i = 0; i < known.size(); ++i)
      check_sample(*read_samples[i], known[i].sample);
    if (known.empty()) continue;
    const auto series = std::find_if(all.begin(), all.end(), [&](const Series& candidate) {
      return same_variant(candidate.variant, synthesis.names()[v]);
    });
    REQUIRE(series != all.end());
    const auto truth = simulation::work_out_truth(known, targets, synthesis.has_solutions());
    check_analysis(metric::analyze(*series, {}), truth);
    const SeriesReplay replay = replay_series(*series, {}, std::nullopt);
    CHECK(replay.summary.all_reproduced());
    for (const Divergence& divergence : replay.divergences) {
      INFO("line " << divergence.line << ", " << divergence.quantity << ": logged "
                   << divergence.logged.value_or(-1) << ", recomputed " << divergence.recomputed.value_or(-1)
                   << ", tolerance " << divergence.tolerance);
      CHECK(replay.divergences.empty());
    }
  }
}

/// As many as a usual run takes; WVAGATE_SCENARIOS sets another number.
std::uint64_t scenario_count() {
  const char* asked = std::getenv("WVAGATE_SCENARIOS");
  return asked == nullptr ? 4 : std::strtoull(asked, nullptr, 10);
}

}  // namespace

TEST_CASE("What a log of a random scenario says is the truth, in every dialect") {
  const testing::TemporaryDirectory directory;
  for (std::uint64_t seed = 1; seed <= scenario_count(); ++seed) {
    for (std::size_t dialect = 0; dialect < simulation::kLogDialectNames.size(); ++dialect) {
      const LogForm form{.dialect = static_cast<LogDialect>(dialect)};
      check_against_truth(directory, testing::random_scenario(seed), form);
    }
  }
}

TEST_CASE("The truth stands in every wrapper, between chatter, with CR LF and a byte order mark") {
  const testing::TemporaryDirectory directory;
  for (std::uint64_t seed = 101; seed <= 101 + scenario_count() / 3; ++seed) {
    for (std::size_t wrapper = 0; wrapper < simulation::kLogWrapperNames.size(); ++wrapper) {
      const LogForm form{
          .dialect = static_cast<LogDialect>((seed + wrapper) % simulation::kLogDialectNames.size()),
          .wrapper = static_cast<LogWrapper>(wrapper),
          .chatter_lines = static_cast<int>(seed % 7),
          .crlf = seed % 2 == 0,
          .byte_order_mark = seed % 3 == 0};
      check_against_truth(directory, testing::random_scenario(seed), form);
    }
  }
}

namespace {

std::string log_of(const Scenario& scenario, const LogForm& form) {
  synth::Synthesis synthesis(scenario, form, false);
  run(synthesis);
  return synthesis.text();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find('\n', begin) + 1;
    lines.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return lines;
}

/// What a sample says, apart from where it stands in its log.
std::string contents(const Sample& sample) {
  const auto number = [](const std::optional<double>& value) {
    return value ? format_shortest(*value) + " " : std::string("- ");
  };
  std::string text = format_time(sample.time) + " " + std::string(synth::name_of(sample.variant)) + " " +
                     std::string(sample.model) + " " + std::string(sample.accelerator) + " ";
  const Observation observed = sample.observation.value_or(Observation{});
  for (const auto& value :
       {observed.latency.itl, observed.latency.ttft, observed.load.rate_rpm, observed.load.in_tokens,
        observed.load.out_tokens, observed.replicas, sample.slo.itl, sample.slo.ttft})
    text += number(value);
  if (const auto& solution = sample.forecast) {
    for (const auto& value : {solution->replicas, solution->predicted.itl, solution->predicted.ttft,
                              solution->rho, solution->max_rpm})
      text += number(value);
  }
  if (const auto& parameters = sample.parameters) {
    for (const double value : {parameters->alpha, parameters->beta, parameters->gamma, parameters->delta})
      text += number(value);
  }
  return text;
}

std::vector<std::string> all_contents(const std::vector<Sample>& samples) {
  std::vector<std::string> all;
  for (const Sample& sample : samples)
    all.push_back(contents(sample));
  return all;
}

}  // namespace

TEST_CASE("Lines of other pods between a controller's change nothing of what it says") {
  const testing::TemporaryDirectory directory;
  for (std::uint64_t seed = 201; seed <= 210; ++seed) {
    const LogForm form{.dialect = seed % 2 == 0 ? LogDialect::text : LogDialect::json,
                       .wrapper = LogWrapper::prefix};
    INFO("scenario of seed " << seed << ", " << form_text(form));
    const Scenario scenario = testing::random_scenario(seed);
    const std::string alone = log_of(scenario, form);
    // A second controller elsewhere, and a server that prints what it likes.
    const std::vector<std::string> other = lines_of(log_of(testing::random_scenario(seed + 1000), {}));
    std::string mixed;
    simulation::Chance chance(seed, 1);
    std::size_t next = 0;
    for (const std::string& line : lines_of(alone)) {
      while (next < other.size() && chance.happens(0.5))
        mixed += "[pod/other-controller-abc/manager] " + other[next++];
      if (chance.happens(0.1)) mixed += "[pod/vllm-0/vllm] INFO alpha=1, beta=2: Optimization solution {\n";
      mixed += line;
    }
    const ReadLog expected = read(directory, alone);
    const ReadLog found = read(directory, mixed);
    std::vector<Sample> ours;
    for (const Sample& sample : found.samples) {
      const bool from_other =
          std::none_of(expected.samples.begin(), expected.samples.end(),
                       [&](const Sample& known) { return contents(known) == contents(sample); });
      if (!from_other) ours.push_back(sample);
    }
    CHECK(all_contents(ours) == all_contents(expected.samples));
    CHECK(found.facts.lines.total ==
          found.facts.lines.used + found.facts.lines.ignored + found.facts.lines.malformed_total());
  }
}

TEST_CASE("A log cut in two at any byte loses the cycle at the cut alone, and makes nothing up") {
  const testing::TemporaryDirectory directory;
  for (std::uint64_t seed = 301; seed <= 312; ++seed) {
    const LogForm form{.dialect = static_cast<LogDialect>(seed % 2 == 0 ? 0 : 4),
                       .wrapper = seed % 3 == 0 ? LogWrapper::cri : LogWrapper::none};
    const std::string text = log_of(testing::random_scenario(seed), form);
    simulation::Chance chance(seed, 2);
    const auto cut = static_cast<std::size_t>(chance.uniform(1, static_cast<double>(text.size())));
    INFO("scenario of seed " << seed << ", " << form_text(form) << ", cut at byte " << cut);
    std::vector<std::string> expected = all_contents(read(directory, text).samples);
    const ReadLog first = read(directory, text.substr(0, cut));
    const ReadLog second = read(directory, text.substr(cut));
    std::size_t torn = 0;
    std::vector<std::string> found = all_contents(first.samples);
    for (const std::string& sample : all_contents(second.samples))
      found.push_back(sample);
    for (const std::string& sample : found)
      torn += std::count(expected.begin(), expected.end(), sample) == 0 ? 1U : 0U;
    const std::size_t variants = testing::random_scenario(seed).variants.size();
    CHECK(torn <= 2 * variants);
    CHECK(found.size() + variants >= expected.size());
    CHECK(found.size() <= expected.size() + variants);
  }
}

TEST_CASE("Logging every cycle twice changes no figure but the count of duplicates") {
  const testing::TemporaryDirectory directory;
  for (std::uint64_t seed = 401; seed <= 401 + scenario_count() / 3; ++seed) {
    INFO("scenario of seed " << seed);
    Scenario scenario = testing::random_scenario(seed);
    scenario.restarts.clear();  // a process that ends leaves no second record
    scenario.duplicates = {};
    const ReadLog once = read(directory, log_of(scenario, {}));
    scenario.duplicates = {.probability = 1, .after_ms = 20};
    const ReadLog twice = read(directory, log_of(scenario, {}));
    REQUIRE(twice.samples.size() == 2 * once.samples.size());
    const auto figures = [](const ReadLog& log) {
      Recording recording;
      recording.samples = log.samples;
      recording.facts = log.facts;
      std::vector<metric::Figures> all;
      for (const Series& series : make_series(recording, {}, {}))
        all.push_back(metric::analyze(series, {}).figures);
      return all;
    };
    const auto a = figures(once);
    const auto b = figures(twice);
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      for (std::size_t m = 0; m < metric::all_metrics().size(); ++m) {
        const std::string_view name = metric::all_metrics()[m].name;
        // Replay looks at every record, and counts are counts.
        if (name == "samples.total" || name == "samples.duplicate" || name.starts_with("replay.")) continue;
        INFO(name);
        REQUIRE(a[i].at(m).has_value() == b[i].at(m).has_value());
        if (a[i].at(m)) CHECK(*a[i].at(m) == Approx(*b[i].at(m)).epsilon(1e-9).margin(1e-9));
      }
    }
  }
}

}  // namespace wvagate
