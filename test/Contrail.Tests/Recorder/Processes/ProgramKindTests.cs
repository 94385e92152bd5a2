using System.Buffers.Binary;
using System.Text;
using Contrail.Processes;
using Contrail.Tests.Recorder.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Processes;

/// <summary>What kind of program a process runs, from its files.</summary>
public sealed class ProgramKindTests
{
    private const int Pid = 77;

    [Fact]
    public void A_Go_program_is_recognized_by_a_section_of_its_linker()
    {
        Assert.True(GoProgram.IsIn(new MemoryStream(Elf("\0.text\0.go.buildinfo\0.symtab\0"))));
        Assert.False(GoProgram.IsIn(new MemoryStream(Elf("\0.text\0.data\0.symtab\0"))));
    }

    [Fact]
    public void An_executable_with_false_sections_is_not_a_Go_program()
    {
        byte[] elf = Elf("\0.go.buildinfo\0");
        for (int offset = 0x28; offset < 64; offset++)
        {
            foreach (byte value in (byte[])[0, 1, 0x7F, 0xFF])
            {
                byte[] broken = [.. elf];
                broken[offset] = value;
                GoProgram.IsIn(new MemoryStream(broken));
                Assert.False(GoProgram.IsIn(new MemoryStream(broken[..offset])));
            }
        }

        BinaryPrimitives.WriteInt64LittleEndian(elf.AsSpan(0x28), long.MaxValue - 10);
        Assert.False(GoProgram.IsIn(new MemoryStream(elf)));
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("\"False\"", true)]
    [InlineData("true", false)]
    [InlineData("{}", false)]
    public void A_program_that_was_built_without_event_sources_is_recognized(string value, bool isOff)
    {
        string json = Json(value);
        Assert.Equal(isOff, RuntimeConfig.TurnsEventSourcesOff(Encoding.UTF8.GetBytes(json)));
        using FakeProc fake = new(ownUid: 1000);
        fake.Add(Pid, uid: 1000);
        File.CreateSymbolicLink(Path.Combine(fake.Root, $"{Pid}/exe"), "/usr/bin/dotnet");
        File.CreateSymbolicLink(Path.Combine(fake.Root, $"{Pid}/cwd"), "/srv");
        fake.Write($"{Pid}/cmdline", "dotnet\0exec\0app/Shop.dll\0--x\0");
        fake.Write($"{Pid}/root/srv/app/Shop.runtimeconfig.json", json);
        Assert.Equal(isOff, RuntimeConfig.TurnsEventSourcesOff(new ProcDirectory(fake.Root), Pid));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"runtimeOptions\":[1]}")]
    [InlineData("{\"runtimeOptions\":{\"configProperties\":7}}")]
    public void A_file_that_is_not_a_configuration_turns_nothing_off(string json) =>
        Assert.False(RuntimeConfig.TurnsEventSourcesOff(Encoding.UTF8.GetBytes(json)));

    private static string Json(string value) =>
        "{\"runtimeOptions\":{\"configProperties\":{"
        + $"\"System.Diagnostics.Tracing.EventSource.IsSupported\":{value}}}}}}}";

    // A header, one section header, and the names of sections.
    private static byte[] Elf(string names)
    {
        byte[] elf = new byte[128];
        "\u007fELF"u8.CopyTo(elf);
        BinaryPrimitives.WriteInt64LittleEndian(elf.AsSpan(0x28), 64);
        BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(0x3A), 64);
        BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(0x3C), 1);
        BinaryPrimitives.WriteInt64LittleEndian(elf.AsSpan(64 + 0x18), 128);
        BinaryPrimitives.WriteInt64LittleEndian(elf.AsSpan(64 + 0x20), names.Length);
        return [.. elf, .. Encoding.ASCII.GetBytes(names)];
    }
}
