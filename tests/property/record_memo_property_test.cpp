// Remembering how lines were read changes nothing: lines of the fixtures, and what becomes of them when bytes
// of theirs are changed, give the same samples with a memo and without.

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/ingest/record_memo.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

/// Everything of a sample that a record can set, in words.
std::string words(const LoggedSample& logged) {
  const Sample& sample = logged.sample;
  const SampleDigits& d = logged.digits;
  std::string row;
  for (const std::string_view field : {std::string_view(d.timestamp),
                                       std::string_view(d.itl),
                                       std::string_view(d.ttft),
                                       std::string_view(d.rate),
                                       std::string_view(d.in_tokens),
                                       std::string_view(d.out_tokens),
                                       std::string_view(d.replicas),
                                       std::string_view(d.predicted_itl),
                                       std::string_view(d.predicted_ttft),
                                       std::string_view(d.slo_itl),
                                       std::string_view(d.slo_ttft),
                                       std::string_view(d.parameters[0]),
                                       std::string_view(d.parameters[1]),
                                       std::string_view(d.parameters[2]),
                                       std::string_view(d.parameters[3]),
                                       std::string_view(d.current_replicas),
                                       std::string_view(d.max_batch),
                                       std::string_view(d.rho),
                                       std::string_view(d.max_rpm),
                                       std::string_view(d.cost),
                                       sample.variant,
                                       sample.model,
                                       sample.service_class,
                                       sample.accelerator})
    row += std::string(field) + "|";
  const auto number = [&](std::optional<double> value) {
    row += (value ? format_shortest(*value) : "-") + "|";
  };
  number(sample.latency.itl);
  number(sample.latency.ttft);
  number(sample.load.rate_rpm);
  number(sample.load.in_tokens);
  number(sample.load.out_tokens);
  number(sample.current_replicas);
  number(sample.current_max_batch);
  number(sample.current_cost);
  number(sample.slo.itl);
  number(sample.slo.ttft);
  number(sample.min_replicas);
  number(sample.target_replicas);
  if (sample.solution) {
    number(sample.solution->replicas);
    number(sample.solution->cost);
    number(sample.solution->predicted.itl);
    number(sample.solution->max_rpm);
    number(sample.solution->load.rate_rpm);
  }
  if (sample.parameters) {
    number(sample.parameters->alpha);
    number(sample.parameters->delta);
  }
  if (sample.tuner) {
    number(sample.tuner->accepted ? 1 : 0);
    number(sample.tuner->nis);
  }
  return row + format_time(sample.time) + "|" + std::to_string(sample.line);
}

/// A cycle with all that it refers to, and what came of it.
struct Assembly {
  NamePool names;
  LogFacts facts;
  std::uint32_t last_segment = 0;
  std::vector<std::string> samples;
  SampleHandler keep = [this](const LoggedSample& sample) { samples.push_back(words(sample)); };
  CycleAssembler cycle{names, facts, last_segment, keep};

  void bring(const Reading& reading, ParsedRecord& parsed, const Stamp& stamp) {
    if (reading.apply != nullptr) reading.apply(parsed, stamp, cycle);
  }
};

std::vector<std::string> marker_lines(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('{') && find_markers(line).any()) lines.push_back(line);
  }
  return lines;
}

/// Changes some bytes: digits mostly, so that most lines stay like their neighbours.
void change(std::string& line, std::mt19937_64& random) {
  constexpr std::string_view kBytes = "0123456789.-+eE,; :=\"\\{}[]amN";
  const auto below = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
  for (std::size_t i = 1 + below(4); i > 0; --i) {
    const std::size_t at = below(line.size());
    const bool digit = line[at] >= '0' && line[at] <= '9';
    if (!digit && below(4) != 0) continue;
    const char byte = kBytes[below(below(3) == 0 ? kBytes.size() : 10)];
    switch (below(8)) {
      case 0:
        line.insert(at, 1, byte);
        break;
      case 1:
        line.erase(at, 1);
        break;
      default:
        line[at] = byte;
    }
  }
}

TEST_CASE("Remembered lines give what they would give alone") {
  std::size_t recalled = 0;
  std::size_t compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(WVAGATE_SOURCE_DIR "/fixtures/synth")) {
    if (entry.path().extension() != ".log") continue;
    CAPTURE(entry.path().filename().string());
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      std::mt19937_64 random(seed);
      RecordMemo memo;
      ParsedRecord parsed;
      Assembly with;
      Assembly without;
      std::uint64_t number = 0;
      for (std::string line : marker_lines(entry.path())) {
        if (seed > 1 && random() % 3 == 0) change(line, random);
        const MarkerLine marker_line{.text = line, .stamp = {}, .markers = find_markers(line)};
        ++number;
        INFO(line);
        const Interpretation what = interpret(marker_line, parsed);
        const Stamp stamp{parse_time(what.timestamp).value_or(TimePoint()), what.timestamp, number};
        without.bring(what.reading, parsed, stamp);
        ReadRecord known = memo.read(marker_line);
        REQUIRE(known.reading.kind == what.reading.kind);
        REQUIRE(known.dialect == what.dialect);
        REQUIRE(known.stamp.timestamp == what.timestamp);
        known.stamp.line = number;
        with.bring(known.reading, known.parsed, known.stamp);
      }
      recalled += memo.recalled();
      with.cycle.forget_observations();
      without.cycle.forget_observations();
      REQUIRE(with.samples.size() == without.samples.size());
      for (std::size_t i = 0; i < with.samples.size(); ++i)
        REQUIRE(with.samples[i] == without.samples[i]);
      compared += with.samples.size();
    }
  }
  CHECK(compared > 4000);
  CHECK(recalled > 20000);
}

}  // namespace
}  // namespace wvagate::ingest
