// Any bytes as a log: lines are cut and counted, and what is read does not depend on how the bytes come in.

#include <algorithm>
#include <string>
#include <vector>

#include "harness/ingest/lines/line_search.hpp"
#include "harness/ingest/lines/ordered_lines.hpp"
#include "harness/report/doctor_text.hpp"
#include "harness/store/extract_json.hpp"
#include "tests/fuzz/support/rapidjson_text.hpp"
#include "tests/fuzz/support/read_back.hpp"

namespace wvagate::fuzz {
namespace {

/// Reads the lines of `log` in blocks and pieces of any size, and holds them against the log.
void check_lines(std::string_view log, Choices& choices) {
  const ingest::LineLimits limits{
      .block_bytes = 1 + choices.below(100), .line_bytes = 1 + choices.below(200), .first_lines = UINT64_MAX};
  testing::MemorySource source(std::string(log), [&] { return 1 + choices.below(150); });
  std::string_view rest = log;
  std::uint64_t bytes = 0;
  const auto check = [&](const ingest::LineBatch& batch) {
    bytes += batch.bytes();
    std::uint64_t number = 0;
    for (const ingest::Line& line : batch.lines()) {
      const std::string_view text = rest.substr(0, rest.find('\n'));
      const bool unterminated = text.size() == rest.size();
      rest.remove_prefix(unterminated ? rest.size() : text.size() + 1);
      expect(line.number == ++number, "lines are numbered from one");
      expect(line.unterminated == unterminated, "a last line without its end is marked");
      expect(line.too_long == (text.size() > limits.line_bytes), "a line that is too long is marked");
      expect(line.too_long ? line.text.empty() : line.text == text,
             "lines are the log's, however their bytes come in");
      expect(line.too_long || line.has_phrase == ingest::has_phrase(text), "phrases in a line are found");
    }
    expect(batch.count() == number, "every line is read");
    return true;
  };
  expect(ingest::read_lines(source, limits, check).ok(), "a log in memory is read to its end");
  expect(rest.empty(), "after the last line there is none");
  expect(bytes == log.size(), "all bytes are read");
}

void check_same(const ReadBack& whole, const ReadBack& other) {
  const LineCounts& a = whole.facts.lines;
  const LineCounts& b = other.facts.lines;
  expect(a.used == b.used && a.ignored == b.ignored && a.malformed == b.malformed &&
             a.unknown_version == b.unknown_version && whole.facts.records == other.facts.records &&
             whole.facts.collectors == other.facts.collectors &&
             whole.facts.encodings == other.facts.encodings,
         "counts depend neither on how the bytes come in, nor on whether messages are counted");
  expect(csv_of(whole) == csv_of(other), "nor do samples");
  for (std::size_t i = 0; i < whole.samples.size(); ++i) {
    expect(whole.samples[i].sample.segment == other.samples[i].sample.segment, "nor do segments");
  }
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  const std::string_view log = as_text(data, size);
  Choices choices(log);
  check_lines(log, choices);
  const ReadBack whole = read_bytes(log);
  check_log(whole, log);
  const std::size_t largest = 1 + choices.below(300);
  check_same(whole, read_bytes(log, [&] { return 1 + choices.below(largest); }));
  check_same(whole, read_bytes(log, {}, {.limits = {}, .census = true}));
  check_same(whole, read_bytes(log, {}, {.limits = {.block_bytes = 1 + choices.below(4096)}}));

  std::string json;
  for (const LoggedSample& sample : whole.samples)
    store::append_extract_json(json, sample, whole.facts.name);
  expect(is_json_lines(json), "extract's NDJSON is JSON", json);
  expect(is_tame(report::doctor_text(whole.facts, whole.samples.size(), {}, {}, report::Colour::off)),
         "doctor's text steers no terminal");
  return 0;
}
