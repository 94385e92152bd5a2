using System.Text;
using Contrail.Processes;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

/// <summary>What is mapped into a process, in as much memory as a service needs, whatever the process maps.</summary>
public sealed class ProcMappingsTests : IDisposable
{
    private const string Library = "7f1-7f9 r-xp 00001000 08:01 123                    /lib/libz.so";

    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Only_code_is_read()
    {
        Write("1-2 r--p 00000000 08:01 123 /lib/x r-xp", Library, "", "x", "1-2 rw-p 00000000 00:00 0", Library);
        Assert.Equal([Library, Library], ProcMappings.CodeLines(_path));
    }

    [Theory]
    [InlineData(600)]
    [InlineData(32 << 10)]
    [InlineData(100_000)]
    public void A_long_path_leaves_out_its_own_line_only(int length)
    {
        Write(Library, Library + new string('x', length), Library, Library + new string('y', length));
        Assert.Equal([Library, Library], ProcMappings.CodeLines(_path));
    }

    [Fact]
    public void A_process_that_maps_as_much_as_it_can_costs_a_few_mebibytes()
    {
        string[] lines = [.. Enumerable.Range(0, 20_000).Select(index => $"{Library}{index}{new string('x', 400)}")];
        Write(lines);
        long before = GC.GetAllocatedBytesForCurrentThread();
        IReadOnlyList<string> read = ProcMappings.CodeLines(_path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.Equal(lines.Take(ProcMappings.MaxCodeLines), read);
    }

    [Fact]
    public void A_long_list_is_read_up_to_a_limit()
    {
        string data = "1-2 r--p 00000000 08:01 123 /" + new string('x', 4_000);
        Write([Library, .. Enumerable.Repeat(data, 3_000), Library]);
        Assert.Equal([Library], ProcMappings.CodeLines(_path));
    }

    [Fact]
    public void Code_that_a_runtime_made_is_counted()
    {
        Write(
            "1000-3000 r-xp 00000000 00:01 12 /memfd:doublemapper (deleted)",
            "4000-5000 rw-s 00000000 00:01 12 /memfd:doublemapper (deleted)",
            "7fff00000000-7fff00000800 r-xs 00000000 00:01 12 /memfd:doublemapper (deleted)",
            Library);
        Assert.Equal(0x2800, ProcMappings.CompiledCodeBytes(_path));
        Assert.Equal(0, ProcMappings.CompiledCodeBytes(_path + ".missing"));
    }

    public void Dispose() => File.Delete(_path);

    private void Write(params string[] lines) =>
        File.WriteAllText(_path, string.Join('\n', lines) + "\n", Encoding.ASCII);
}
