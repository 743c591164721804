// Any text as a record of a dialect. The input's first line names the dialect; the others are records a
// second apart, each message and object alike.

#include <string>
#include <vector>

#include "harness/ingest/dialect.hpp"
#include "harness/ingest/json_line.hpp"
#include "tests/fuzz/support/read_back.hpp"

namespace wvagate::fuzz {
namespace {

const ingest::Dialect& dialect_named(std::string_view name) {
  for (const ingest::Dialect& dialect : ingest::kDialects) {
    if (dialect.name == name) return dialect;
  }
  return ingest::kDialects[name.size() % std::size(ingest::kDialects)];
}

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  std::string_view input = as_text(data, size);
  const ingest::Dialect& dialect = dialect_named(take_line(input));

  ReadBack read;
  std::uint32_t last_segment = 0;
  const ingest::SampleHandler keep = [&](const LoggedSample& sample) {
    read.samples.push_back(std::move(sample));
  };
  ingest::CycleAssembler cycle(read.names, read.facts, last_segment, keep);
  TimePoint time = *parse_time("2025-11-01T10:00:00Z");
  std::uint64_t number = 0;
  ingest::ParsedRecord parsed;
  while (!input.empty()) {
    const std::string_view line = take_line(input);
    std::string message;
    if (!ingest::append_unescaped(line, message)) message = line;
    const std::string stamp = format_time(time += std::chrono::seconds(1));
    const ingest::LogRecord record{.message = message,
                                   .object = line,
                                   .timestamp = stamp,
                                   .markers = ingest::find_markers(line),
                                   .parsed = parsed};
    const ingest::Stamp where{time, stamp, ++number};
    const auto bring = [&](const ingest::Reading& reading) {
      if (reading.apply != nullptr) reading.apply(parsed, where, cycle);
    };
    const ingest::Reading reading = dialect.read(record);
    expect(!reading.observation || reading.kind == ingest::Reading::Kind::used, "an observation was used");
    bring(reading);
    if (reading.kind == ingest::Reading::Kind::not_mine) bring(ingest::read_shared(record));
  }
  cycle.forget_observations();

  for (const LoggedSample& logged : read.samples) {
    check_digits(logged);
    expect(!logged.sample.variant.empty(), "a sample has a variant");
    expect(logged.sample.line >= 1 && logged.sample.line <= number, "a sample has its record's line");
    expect(logged.sample.observed || logged.sample.solution, "a sample was observed or solved");
    expect(logged.sample.segment >= 1 && logged.sample.segment <= last_segment, "a sample has its segment");
  }
  return 0;
}
