#include "harness/ingest/source/byte_source.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <isa-l/igzip_lib.h>
#include <zstd.h>

namespace wvagate::ingest {
namespace {

constexpr std::size_t kCompressedBlock = std::size_t{128} * 1024;

Error truncated(const std::string& path, std::string_view format) {
  return read_error(path, "the " + std::string(format) + " data ends early: the file was cut",
                    "copy the file again, or inflate what is left by hand and read that");
}

/// A file's bytes as they are.
class FileSource final : public ByteSource {
 public:
  explicit FileSource(LogFile file) : file_(std::move(file)) {}

  Result<std::size_t> read(std::span<char> buffer) override {
    if (ahead_.empty()) return file_.read(buffer);
    const std::size_t count = std::min(buffer.size(), ahead_.size());
    std::memcpy(buffer.data(), ahead_.data(), count);
    ahead_.erase(ahead_.begin(), ahead_.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
  }

  /// The first bytes of the file, up to `count`, left to be read again.
  Result<std::string_view> peek(std::size_t count) {
    while (ahead_.size() < count) {
      std::array<char, 8> block{};
      const auto got = file_.read(std::span(block).first(count - ahead_.size()));
      if (!got) return got.error();
      if (got.value() == 0) break;
      ahead_.insert(ahead_.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got.value()));
    }
    return std::string_view(ahead_.data(), ahead_.size());
  }

  const LogFile& file() const { return file_; }

 private:
  LogFile file_;
  std::vector<char> ahead_;
};

/// Compressed bytes waiting to be inflated.
class CompressedInput {
 public:
  explicit CompressedInput(std::unique_ptr<FileSource> file)
      : file_(std::move(file)), block_(kCompressedBlock) {}

  /// Makes sure that some input waits; false at the end of the file.
  Result<bool> refill() {
    if (!rest_.empty()) return true;
    const auto got = file_->read(block_);
    if (!got) return got.error();
    rest_ = std::span(block_).first(got.value());
    return !rest_.empty();
  }

  std::span<char> rest() const { return rest_; }
  void consume(std::size_t count) { rest_ = rest_.subspan(count); }
  const std::string& path() const { return file_->file().path(); }
  bool stopped() const { return file_->file().stopped(); }

 private:
  std::unique_ptr<FileSource> file_;
  std::vector<char> block_;
  std::span<char> rest_;
};

/// A program whose packed files nothing here inflates.
struct OtherPacking {
  std::string_view magic, program;
};
constexpr OtherPacking kOtherPackings[] = {
    {{"\xFD"
      "7zXZ\0",
      6},
     "xz"},
    {"\x04\x22\x4D\x18", "lz4"},
    {"PK\x03\x04", "zip"},
};

/// The program that packed a file with these first bytes; empty where it is none that nothing here inflates.
std::string_view other_packing(std::string_view magic) {
  for (const OtherPacking& other : kOtherPackings) {
    if (magic.starts_with(other.magic)) return other.program;
  }
  // "BZh", the level of compression, and the first digits of pi.
  const bool bzip2 = magic.starts_with("BZh") && magic.substr(std::min<std::size_t>(4, magic.size())) == "1A";
  return bzip2 ? "bzip2" : "";
}

/// A frame, or one that is to be skipped.
bool begins_zstd(std::string_view magic) {
  return magic.starts_with("\x28\xb5\x2f\xfd") ||
         (magic.substr(0, 4).ends_with("\x2a\x4d\x18") && (magic[0] & 0xF0) == 0x50);
}

std::string_view gzip_fault(int outcome) {
  switch (outcome) {
    case ISAL_INVALID_WRAPPER:
    case ISAL_UNSUPPORTED_METHOD:
      return "no gzip header";
    case ISAL_INCORRECT_CHECKSUM:
      return "incorrect data check";
    default:
      return "invalid deflate data";
  }
}

class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(std::unique_ptr<FileSource> file)
      : input_(std::move(file)), state_(std::make_unique<inflate_state>()) {
    isal_inflate_init(state_.get());
    state_->crc_flag = ISAL_GZIP;
  }

  Result<std::size_t> read(std::span<char> buffer) override {
    state_->next_out = reinterpret_cast<std::uint8_t*>(buffer.data());
    state_->avail_out = static_cast<std::uint32_t>(buffer.size());
    while (state_->avail_out == buffer.size()) {
      if (fault_) return *fault_;
      const auto more = input_.refill();
      if (!more) return more.error();
      if (!more.value() && (!in_member_ || input_.stopped())) return std::size_t{0};
      in_member_ = true;
      state_->next_in = reinterpret_cast<std::uint8_t*>(input_.rest().data());
      state_->avail_in = static_cast<std::uint32_t>(input_.rest().size());
      const std::size_t before = input_.rest().size();
      const int outcome = isal_inflate(state_.get());
      input_.consume(before - state_->avail_in);
      if (outcome < 0) {
        fault_ = read_error(input_.path(), "the gzip data is broken: " + std::string(gzip_fault(outcome)),
                            "copy the file again");
      } else if (state_->block_state == ISAL_BLOCK_FINISH) {
        in_member_ = false;
        isal_inflate_reset(state_.get());
      }
      if (!more.value() && in_member_ && !fault_ && state_->avail_out == buffer.size())
        return truncated(input_.path(), "gzip");
    }
    return buffer.size() - state_->avail_out;
  }

 private:
  CompressedInput input_;
  std::unique_ptr<inflate_state> state_;
  bool in_member_ = false;
  std::optional<Error> fault_;  // returned after the bytes before it
};

class ZstdSource final : public ByteSource {
 public:
  explicit ZstdSource(std::unique_ptr<FileSource> file)
      : input_(std::move(file)), context_(ZSTD_createDCtx()) {
    if (context_ == nullptr) throw std::bad_alloc();
  }
  ~ZstdSource() override { ZSTD_freeDCtx(context_); }

  Result<std::size_t> read(std::span<char> buffer) override {
    ZSTD_outBuffer out{.dst = buffer.data(), .size = buffer.size(), .pos = 0};
    while (out.pos == 0) {
      const auto more = input_.refill();
      if (!more) return more.error();
      if (!more.value() && (!in_frame_ || input_.stopped())) return std::size_t{0};
      // A call that fails gives nothing of what was inflated before the fault. So zstd gets no more than it
      // asks for, a block, and none while it may have more to give.
      const bool flushing = std::exchange(filled_, false);
      const std::size_t size = flushing ? 0 : std::min(input_.rest().size(), wanted_);
      ZSTD_inBuffer in{.src = input_.rest().data(), .size = size, .pos = 0};
      const std::size_t hint = ZSTD_decompressStream(context_, &out, &in);
      input_.consume(in.pos);
      if (ZSTD_isError(hint) != 0) {
        return read_error(input_.path(), std::string("the zstd data is broken: ") + ZSTD_getErrorName(hint),
                          "copy the file again");
      }
      in_frame_ = hint != 0;
      wanted_ = !in_frame_ ? kNextFrame : hint > kBlockHeader ? hint - kBlockHeader : hint;
      filled_ = in_frame_ && out.pos == out.size;
      if (!more.value() && !flushing && out.pos == 0) return truncated(input_.path(), "zstd");
    }
    return out.pos;
  }

 private:
  static constexpr std::size_t kNextFrame = 1;    // its first byte; then zstd returns how many it needs
  static constexpr std::size_t kBlockHeader = 3;  // of the next block, which zstd asks for with a block

  CompressedInput input_;
  ZSTD_DCtx* context_;
  bool in_frame_ = false;
  std::size_t wanted_ = kNextFrame;
  bool filled_ = false;  // the reader's buffer, by the last call, and the frame goes on
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_log(const std::string& path, const ReadOptions& options) {
  auto opened = LogFile::open(path, options);
  if (!opened) return opened.error();
  auto file = std::make_unique<FileSource>(std::move(opened).value());
  const auto magic = file->peek(6);
  if (!magic) return magic.error();
  if (const std::string program(other_packing(magic.value())); !program.empty()) {
    return read_error(file->file().path(),
                      "is packed by " + program + ", and only gzip and zstd are inflated here",
                      "`" + program + " -dc FILE | wvagate … -`");
  }
  if (magic.value().starts_with("\x1f\x8b"))
    return std::unique_ptr<ByteSource>(new GzipSource(std::move(file)));
  if (begins_zstd(magic.value())) return std::unique_ptr<ByteSource>(new ZstdSource(std::move(file)));
  return std::unique_ptr<ByteSource>(std::move(file));
}

}  // namespace wvagate::ingest
