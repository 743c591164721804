// Remembering how lines were read changes nothing: lines of the fixtures, and what becomes of them when bytes
// of theirs are changed, give the same samples and facts with a memory and
// without.

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/ingest/log_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/memory_source.hpp"

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

/// What a log gives: a line for each sample, and one for each fact of the log.
std::vector<std::string> given(const std::string& log, const LineLimits& limits) {
  testing::MemorySource source(log);
  NamePool names;
  std::vector<std::string> lines;
  const auto facts = read_log(
      source, "log", names,
      [&](const LoggedSample& sample) {
        lines.push_back(words(sample));
        return true;
      },
      limits);
  REQUIRE(facts);
  for (const auto* counts : {&facts.value().dialects, &facts.value().wrappers, &facts.value().markers}) {
    for (const auto& [name, count] : *counts)
      lines.push_back(name + ": " + std::to_string(count));
  }
  const LineCounts& counts = facts.value().lines;
  lines.push_back(std::to_string(counts.total) + " lines, " + std::to_string(counts.used) + " used, " +
                  std::to_string(counts.ignored) + " ignored, " + std::to_string(counts.malformed_total()) +
                  " malformed, " + std::to_string(facts.value().restarts) + " restarts");
  for (const OffendingLine& line : facts.value().offending)
    lines.push_back(std::to_string(line.number) + ": " + line.snippet);
  return lines;
}

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    lines.push_back(line);
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
  const std::filesystem::path fixtures = WVAGATE_SOURCE_DIR "/fixtures";
  std::vector<std::filesystem::path> logs;
  for (const auto& directory : {fixtures, fixtures / "synth"}) {
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
      if (entry.path().extension() == ".log") logs.push_back(entry.path());
    }
  }
  CHECK(logs.size() > 15);
  for (const auto& path : logs) {
    CAPTURE(path.filename().string());
    const auto lines = lines_of(path);
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      CAPTURE(seed);
      std::mt19937_64 random(seed);
      std::string log;
      for (std::string line : lines) {
        if (seed > 1 && !line.empty() && random() % 3 == 0) change(line, random);
        log += line + "\n";
        if (seed > 5 && random() % 8 == 0) log += line + "\n";  // once more: the same, or what has come of it
      }
      const auto alone = given(log, {.remembered = 0});
      // All at once, and few at a time in blocks of a few lines.
      for (const LineLimits& limits :
           {LineLimits(), LineLimits{.block_bytes = 700 + random() % 5000, .remembered = 3}}) {
        const auto remembered = given(log, limits);
        REQUIRE(remembered.size() == alone.size());
        for (std::size_t i = 0; i < alone.size(); ++i)
          REQUIRE(remembered[i] == alone[i]);
      }
    }
  }
}

}  // namespace
}  // namespace wvagate::ingest
