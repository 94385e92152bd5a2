using Contrail.EventPipe;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

public sealed class SessionBufferTests
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData(1, null, 64)]
    [InlineData(163, null, 64)]            // 163 × 400 KiB are 63.7 MiB,
    [InlineData(164, null, 65)]            // and 164 × 400 KiB 64.1.
    [InlineData(1000, null, 391)]
    [InlineData(10, 4096L, 64)]
    [InlineData(10, 512L, 64)]             // An eighth is just the usual size,
    [InlineData(10, 511L, 63)]             // or less.
    [InlineData(10, 32L, 4)]               // 10 × 400 KiB are 3.9 MiB.
    [InlineData(200, 1024L, 79)]           // More threads than usual, and room for them.
    public void Is_the_usual_size_within_need_and_limit(int threads, long? limitMebibytes, int megabytes) =>
        Assert.Equal(new SessionBuffer(megabytes, null), SessionBuffer.Megabytes(threads, limitMebibytes * Mebibyte));

    [Theory]
    [InlineData(11, 32L, "11 threads need a session buffer of 5 MiB")]
    [InlineData(1, 1L, "1 threads need a session buffer of 1 MiB")]
    [InlineData(200, 512L, "200 threads need a session buffer of 79 MiB")]
    [InlineData(10_500, null, "10500 threads need a session buffer of 4102 MiB")]
    public void Refuses_with_the_reason(int threads, long? limitMebibytes, string beginning)
    {
        SessionBuffer refused = SessionBuffer.Megabytes(threads, limitMebibytes * Mebibyte);
        Assert.Equal(0, refused.SizeMegabytes);
        Assert.StartsWith(beginning, refused.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_impossible_arguments()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SessionBuffer.Megabytes(0, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => SessionBuffer.Megabytes(1, 0));
    }
}
