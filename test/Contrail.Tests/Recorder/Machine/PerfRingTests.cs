using System.Runtime.InteropServices;
using Contrail.Machine.Perf;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

/// <summary>A ring in memory of the test, which writes as the kernel does.</summary>
public sealed class PerfRingTests : IDisposable
{
    private const int HeadOffset = 1024;
    private const int TailOffset = 1032;
    private static readonly int Page = Environment.SystemPageSize;

    private readonly nint _memory = Marshal.AllocHGlobal(2 * Page);
    private readonly byte[] _buffer = new byte[PerfRing.MaxDataBytes];

    /// <summary>The position only grows, so that most writes after the first page continue at the beginning.</summary>
    [Fact]
    public void What_is_written_is_read_also_across_the_end() =>
        Gen.Int[0, Page].Array[1, 20].Sample(sizes =>
        {
            Reset();
            PerfRing ring = new(_memory, Page);
            long head = 0;
            byte next = 0;
            foreach (int size in sizes)
            {
                byte[] written = [.. Enumerable.Range(0, size).Select(_ => unchecked(next++))];
                for (int index = 0; index < size; index++)
                {
                    Marshal.WriteByte(_memory, Page + (int)((head + index) % Page), written[index]);
                }

                head += size;
                Marshal.WriteInt64(_memory, HeadOffset, head);
                Assert.True(ring.TryTake(_buffer, out ReadOnlySpan<byte> read));
                Assert.Equal(written, read.ToArray());
                Assert.Equal(head, Marshal.ReadInt64(_memory, TailOffset));
            }
        }, iter: 200, threads: 1);

    [Fact]
    public void An_impossible_position_is_skipped()
    {
        Reset();
        PerfRing ring = new(_memory, Page);
        Marshal.WriteInt64(_memory, HeadOffset, Page + 1);
        Assert.False(ring.TryTake(_buffer, out ReadOnlySpan<byte> read));
        Assert.True(read.IsEmpty);
        Assert.Equal(Page + 1, Marshal.ReadInt64(_memory, TailOffset));
        Assert.True(ring.TryTake(_buffer, out read));
        Assert.True(read.IsEmpty);
    }

    public void Dispose() => Marshal.FreeHGlobal(_memory);

    private void Reset() => Marshal.Copy(new byte[2 * Page], 0, _memory, 2 * Page);
}
