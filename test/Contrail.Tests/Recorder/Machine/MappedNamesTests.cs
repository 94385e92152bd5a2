using System.Diagnostics;
using System.Runtime.InteropServices;
using Contrail.Core.Snapshots;
using Contrail.Machine.Names;
using Contrail.Processes;
using Contrail.Tests.Recorder.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

/// <summary>Names of native code, compared with the dynamic linker of this process.</summary>
public sealed class MappedNamesTests
{
    // A program maps it a moment after its start.
    private static bool TryFindLibc(int pid, out MappedCode libc)
    {
        libc = Proc.CodeMappings(pid)
            .Select(line => MappedCode.TryParse(line, out MappedCode mapped) ? mapped : default)
            .FirstOrDefault(mapped => mapped.Path?.Contains("libc.so", StringComparison.Ordinal) == true);
        return libc.Path is not null;
    }

    private static readonly ProcDirectory Proc = new();

    [Theory]
    [InlineData("libSystem.Native.so", "SystemNative_Read")]
    [InlineData("libSystem.Native.so", "SystemNative_FStat")]
    [InlineData("libclrjit.so", "getJit")]
    public void A_function_that_a_library_exports_has_its_name(string library, string function)
    {
        ulong address = (ulong)NativeLibrary.GetExport(NativeLibrary.Load(PathOf(library)), function);
        NativeMapping mapping = Assert.Single(Find(OwnCode(), address + 1));
        Assert.EndsWith(library, mapping.File, StringComparison.Ordinal);
        NativeFunction found = Assert.Single(mapping.Functions);
        Assert.Equal((function, address), (found.Name, found.Start));
        Assert.InRange(address + 1, found.Start, found.End - 1);
    }

    [Fact]
    public void Addresses_outside_of_code_have_none_and_those_in_one_function_have_one()
    {
        ulong address = (ulong)NativeLibrary.GetExport(
            NativeLibrary.Load(PathOf("libSystem.Native.so")), "SystemNative_Read");
        NativeMapping mapping = Assert.Single(Find(OwnCode(), 1, address, address + 1, ulong.MaxValue));
        Assert.Single(mapping.Functions);
        Assert.Empty(Find(OwnCode(), 0, 1));
    }

    [Fact]
    public void A_process_that_is_gone_has_the_names_that_were_known()
    {
        using Process child = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        MappedCode libc = default;
        Assert.True(SpinWait.SpinUntil(() => TryFindLibc(child.Id, out libc), TimeSpan.FromSeconds(30)));
        MappedNames code = new(Proc, child.Id, Proc.Stat(child.Id)!.Value.StartTicks, TimeProvider.System);
        child.Kill();
        child.WaitForExit();
        Assert.Equal(libc.Path, Assert.Single(Find(code, libc.Start)).File);
    }

    [Fact]
    public void Another_process_with_the_same_id_is_not_named() => Assert.Empty(Find(
        new MappedNames(Proc, Environment.ProcessId, startTicks: 1, TimeProvider.System),
        0, ulong.MaxValue / 2, ulong.MaxValue));

    [Fact]
    public void A_file_that_is_mapped_below_its_own_offset_is_named()
    {
        string library = PathOf("libSystem.Native.so");
        using FakeProc proc = new(ownUid: 0);
        proc.Add(7, 0, startTicks: 100, maps: $"1000-3000 r-xp ffffffff0000 08:01 1 {library}\n");
        MappedNames code = new(new ProcDirectory(proc.Root), 7, 100, TimeProvider.System);
        NativeMapping found = Assert.Single(Find(code, 0x1000, 0x2FFF));
        Assert.Equal((library, 0x1000ul, 0xffffffff0000ul), (found.File, found.Start, found.FileOffset));
    }

    [Theory]
    [InlineData("7f1-7f9 r-xp 00001000 08:01 123   /lib/with space.so", 0x7f1, 0x7f9, 0x1000, "/lib/with space.so")]
    [InlineData("7f1-7f9 r-xp 00000000 00:00 0 [vdso]", 0x7f1, 0x7f9, 0, "[vdso]")]
    [InlineData("7f1-7f9 rwxp 00000000 00:00 0", 0x7f1, 0x7f9, 0, "")]
    public void A_line_of_a_mapping_is_read(string line, ulong start, ulong end, ulong offset, string path)
    {
        Assert.True(MappedCode.TryParse(line, out MappedCode mapped));
        Assert.Equal(new MappedCode(start, end, offset, path), mapped);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7f1-7f9 rw-p 00001000 08:01 123 /usr/lib/data.so")]
    [InlineData("7f9-7f1 r-xp 00001000 08:01 123 /usr/lib/data.so")]
    [InlineData("x-7f1 r-xp 00001000 08:01 123 /usr/lib/data.so")]
    [InlineData("7f1 r-xp 00001000 08:01 123 /usr/lib/data.so")]
    [InlineData("7f1-7f9 r-xp")]
    public void Other_lines_are_left_out(string line) => Assert.False(MappedCode.TryParse(line, out _));

    private static IReadOnlyList<NativeMapping> Find(MappedNames code, params ulong[] ascending) =>
        code.Find(ascending, TestContext.Current.CancellationToken).Mappings;

    private static MappedNames OwnCode() =>
        new(Proc, Environment.ProcessId, Proc.Stat(Environment.ProcessId)!.Value.StartTicks, TimeProvider.System);

    private static string PathOf(string library) =>
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), library);
}
