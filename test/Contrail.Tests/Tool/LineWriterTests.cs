using System.Runtime.InteropServices;
using System.Text;
using Contrail.Tool.Foreground;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class LineWriterTests : IDisposable
{
    private const int NonBlocking = 0x800;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SafeFileHandle _reader;
    private readonly SafeFileHandle _writer;

    public LineWriterTests()
    {
        int[] descriptors = new int[2];
        Assert.Equal(0, Pipe(descriptors, NonBlocking));
        _reader = new SafeFileHandle(descriptors[0], ownsHandle: true);
        _writer = new SafeFileHandle(descriptors[1], ownsHandle: true);
    }

    private int Descriptor => (int)_writer.DangerousGetHandle();

    [Fact]
    public void A_slow_reader_of_a_non_blocking_pipe_gets_every_line()
    {
        // More than a pipe holds, so the writer finds it full several times.
        string[] lines = [.. Enumerable.Range(0, 200).Select(number => $"{number} ".PadRight(2_000, '.'))];
        LineWriter output = new(Descriptor);
        Array.ForEach(lines, output.WriteLine);
        Assert.True(SpinWait.SpinUntil(() => IsFull(lines), Patience));
        byte[] expected = Encoding.UTF8.GetBytes(string.Join('\n', lines) + '\n');
        byte[] received = new byte[expected.Length];
        int receivedBytes = 0;
        bool isOver = SpinWait.SpinUntil(
            () =>
            {
                receivedBytes += Math.Max(0, (int)Read(
                    (int)_reader.DangerousGetHandle(), ref received[receivedBytes], 700));
                return receivedBytes > expected.Length - 700 || output.DroppedCount > 0;
            },
            Patience);
        Assert.True(isOver);
        Assert.True(output.Finish(Patience));
        Assert.Equal((0, 0, null), (output.DroppedCount, output.PendingCount, output.LastError));
        Assert.Equal(expected[..receivedBytes], received[..receivedBytes]);

        bool IsFull(string[] all) => output.PendingCount < all.Length - 20 || output.DroppedCount > 0;
    }

    [Fact]
    public void A_reader_that_never_reads_leaves_lines_that_are_counted_as_missing()
    {
        LineWriter output = new(Descriptor);
        for (int number = 0; number < 100; number++)
        {
            output.WriteLine(new string('x', 2_000));
        }

        Assert.False(output.Finish(TimeSpan.Zero));
        Assert.True(SpinWait.SpinUntil(() => output.PendingCount == 0, Patience));
        Assert.InRange(output.DroppedCount, 50, 100);
        Assert.Null(output.LastError);
    }

    [Fact]
    public void A_reader_that_has_closed_is_reported_as_the_reason()
    {
        _reader.Dispose();
        LineWriter output = new(Descriptor);
        output.WriteLine("line");
        Assert.True(output.Finish(Patience));
        Assert.Equal(1, output.DroppedCount);
        Assert.Equal("Broken pipe", output.LastError);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    [DllImport("libc", EntryPoint = "pipe2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Pipe([Out] int[] descriptors, int flags);

    [DllImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(int descriptor, ref byte buffer, nint count);
}
