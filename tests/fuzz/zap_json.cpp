// Any line as zap's JSON: it is taken apart or refused, and its fields answer.

#include <string>

#include "harness/ingest/decode/fields.hpp"
#include "harness/ingest/decode/log_entry.hpp"
#include "harness/ingest/records/kinds.hpp"
#include "tests/fuzz/support/expect.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  const std::string line(as_text(data, size));
  ingest::TextArena texts;
  ingest::LogEntry entry{.encoding = ingest::Encoding::zap_json};
  if (!ingest::is_zap_json(line) || ingest::decode_zap_json(line, texts, entry)) return 0;
  expect(entry.object == line, "all of the line is the object");
  expect(entry.message.size() <= line.size(), "a message is no longer than its line");
  ingest::Fields fields;
  if (fields.collect(entry, ingest::kClaimKeys, texts)) return 0;
  for (const std::string_view key : ingest::kClaimKeys) {
    const std::size_t unreadable = fields.unreadable().size();
    const ingest::LoggedNumber number = fields.number(key);
    expect(!number.value || number.logged(), "a value has its digits");
    expect(!number.logged() || fields.unreadable().size() == unreadable,
           "a number that was read is not lost");
    fields.text(key);
    fields.array(key);
  }
  return 0;
}
