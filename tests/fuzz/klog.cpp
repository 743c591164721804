// Any line of klog: it is taken apart, and its fields answer.

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
  ingest::LogEntry entry{.encoding = ingest::Encoding::klog};
  if (!ingest::is_klog(line) || ingest::decode_klog(line, texts, entry)) return 0;
  expect(entry.message.size() <= line.size(), "a message is no longer than its line");
  expect(entry.level.size() == 1, "a level is one letter");
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
