// Any bytes as a file that may be compressed: inflating does not depend on the reader's buffer, and what zlib
// and zstd made comes back.

#include <string>
#include <vector>

#include <zlib.h>
#include <zstd.h>

#include "harness/ingest/source/byte_source.hpp"
#include "tests/fuzz/support/memory_file.hpp"

namespace wvagate::fuzz {
namespace {

/// Inflated bytes are looked at up to here.
constexpr std::size_t kMost = std::size_t{1} << 20;

struct Inflated {
  std::string bytes;
  bool whole = false;
  bool broken = false;   // and not only cut
  bool refused = false;  // a packing that is not inflated here
};

Inflated inflate_all(const std::string& path, std::size_t buffer_size) {
  const auto source = ingest::open_log(path);
  Inflated inflated;
  if (!source) {
    expect(source.error().what.find("is packed by") != std::string::npos, "other packings alone are refused");
    inflated.refused = true;
    return inflated;
  }
  std::vector<char> buffer(buffer_size);
  while (inflated.bytes.size() < kMost) {
    const auto got = source.value()->read(buffer);
    if (!got) {
      expect(is_tame(describe(got.error())), "an error steers no terminal");
      inflated.broken = got.error().what.find("broken") != std::string::npos;
      return inflated;
    }
    expect(got.value() <= buffer.size(), "no more is read than there is room for");
    if (got.value() == 0) {
      inflated.whole = true;
      return inflated;
    }
    inflated.bytes.append(buffer.data(), got.value());
  }
  inflated.bytes.resize(kMost);
  return inflated;
}

std::string gzip(std::string_view text) {
  std::string packed(text.size() + 1024, '\0');
  z_stream stream{};
  expect(deflateInit2(&stream, 1, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib starts");
  std::string copy(text);
  stream.next_in = reinterpret_cast<Bytef*>(copy.data());
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  expect(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib deflates");
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

std::string zstd(std::string_view text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 1));
  return packed;
}

void check_round_trip(std::string_view text) {
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    const Inflated once = inflate_all(MemoryFile(packed).path(), 4096);
    expect(once.whole && once.bytes == text, "what was packed comes back");
    const Inflated twice = inflate_all(MemoryFile(packed + packed).path(), 4096);
    expect(twice.whole && twice.bytes == std::string(text) + std::string(text),
           "members and frames follow one another");
    const MemoryFile cut(std::string_view(packed).substr(0, packed.size() - 1));
    expect(!inflate_all(cut.path(), 4096).whole, "packed bytes that end early are told");
  }
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate::fuzz;
  const std::string_view text = as_text(data, size);
  const MemoryFile file(text);
  const Inflated large = inflate_all(file.path(), 65536);
  Choices choices(text);
  const Inflated small = inflate_all(file.path(), 1 + choices.below(512));
  expect(large.whole == small.whole, "whether a file is whole does not depend on the buffer");
  expect(large.broken == small.broken, "whether a file is broken does not depend on the buffer");
  // How far ISA-L gets with a block that is broken further on depends on the room it has.
  const bool agree = large.broken
                         ? large.bytes.starts_with(small.bytes) || small.bytes.starts_with(large.bytes)
                         : large.bytes == small.bytes;
  expect(agree, "inflated bytes do not depend on the buffer");
  expect(large.refused == small.refused, "whether a file is refused does not depend on the buffer");
  if (!large.refused && !text.starts_with("\x1f\x8b") && !text.starts_with("\x28\xb5\x2f\xfd"))
    expect(large.bytes == text.substr(0, kMost), "other bytes are left as they are");
  if (choices.below(8) == 0) check_round_trip(text);  // slow
  return 0;
}
