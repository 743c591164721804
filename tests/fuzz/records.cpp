// Any text as a record. The input's first line names the encoding; the others are records a second apart,
// each message and object alike.

#include <string>
#include <vector>

#include "harness/ingest/assemble/cycle_assembler.hpp"
#include "harness/ingest/decode/json_line.hpp"
#include "harness/ingest/records/kinds.hpp"
#include "tests/fuzz/support/read_back.hpp"

namespace wvagate::fuzz {
namespace {

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

ingest::Encoding encoding_named(std::string_view name) {
  if (name == "klog") return ingest::Encoding::klog;
  return name == "console" ? ingest::Encoding::zap_console : ingest::Encoding::zap_json;
}

/// The object of a line: what begins with its first brace.
std::string_view object_in(std::string_view line) {
  const std::size_t brace = line.find('{');
  return brace == std::string_view::npos ? std::string_view() : line.substr(brace);
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  std::string_view input = as_text(data, size);
  const ingest::Encoding encoding = encoding_named(take_line(input));

  ReadBack read;
  std::size_t claims = 0;
  ingest::LogSink sink = [&](const LoggedSample& sample) {
    read.samples.push_back(sample);
    return true;
  };
  sink.claim = [&](const LoggedClaim& claim) {
    expect(!claim.claim.analyzer.empty() && !claim.model.empty(), "a claim is an analyzer's on a model");
    return ++claims > 0;
  };
  ingest::LogState log{.names = read.names, .facts = read.facts, .sink = sink};
  ingest::CycleAssembler cycle(log);
  ingest::TextArena texts;
  ingest::Fields fields;
  ingest::Events events;
  TimePoint time = *parse_time("2026-08-08T02:19:09Z");
  std::uint64_t number = 0;
  while (!input.empty()) {
    const std::string_view line = take_line(input);
    texts.clear();
    events.clear();
    std::string message;
    if (!ingest::append_unescaped(line, message)) message = line;
    const std::string stamp = format_time(time += std::chrono::seconds(1));
    const ingest::LogEntry entry{
        .encoding = encoding, .message = message, .object = object_in(line), .pairs = object_in(line)};
    const ingest::Stamp where{time, stamp, ++number};
    const ingest::RecordKind* const kind = ingest::find_kind(ingest::kRecordKinds, entry);
    if (kind == nullptr || fields.collect(entry, kind->keys, texts)) continue;
    ingest::Record record{.kind = *kind, .entry = entry, .fields = fields, .texts = texts, .events = events};
    kind->read(record);
    for (const ingest::Event& event : events)
      cycle.apply(event, where);
  }
  cycle.finish();

  expect(claims == read.facts.claims, "every claim is counted");
  for (const LoggedSample& logged : read.samples) {
    check_digits(logged);
    expect(!logged.sample.variant.empty(), "a sample has a variant");
    expect(logged.sample.line >= 1 && logged.sample.line <= number, "a sample has its record's line");
    expect(logged.sample.segment >= 1 && logged.sample.segment <= log.last_segment,
           "a sample has its segment");
  }
  return 0;
}
