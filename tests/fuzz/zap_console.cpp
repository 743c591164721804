// Any line in zap's console form: its parts are the line's, and its fields answer.

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
  ingest::LogEntry entry{.encoding = ingest::Encoding::zap_console};
  if (!ingest::is_zap_console(line) || ingest::decode_zap_console(line, texts, entry)) return 0;
  const auto inside = [&](std::string_view part) {
    return part.empty() ||
           (part.data() >= line.data() && part.data() + part.size() <= line.data() + line.size());
  };
  for (const std::string_view part :
       {entry.timestamp, entry.level, entry.logger, entry.caller, entry.message, entry.object})
    expect(inside(part), "the parts are the line's");
  expect(entry.message.find('\n') == std::string_view::npos || line.find('\n') != std::string::npos,
         "a message is the line's");
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
