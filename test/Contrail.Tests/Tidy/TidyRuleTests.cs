using Xunit;

namespace Contrail.Tests.Tidy;

/// <summary>Each tidy rule on snippets that break it, and on the nearest ones that do not.</summary>
public sealed class TidyRuleTests
{
    private const string Path = "src/Contrail.Core/Ring/Snippet.cs";

    [Theory]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public void A_file_has_at_most_300_lines(int lineCount, bool isFound) =>
        AssertFound(isFound, SizeRules.LongFiles(Code(Lines(lineCount, "//"))));

    [Theory]
    [InlineData("void M()\n{", "}", 37, false)]
    [InlineData("void M()\n{", "}", 38, true)]
    [InlineData("/// <summary>Long.</summary>\n[A]\n[B]\nvoid M()\n{", "}", 37, false)]
    [InlineData("C()\n{", "}", 38, true)]
    [InlineData("int P\n{ get\n{", "} }", 38, true)]
    [InlineData("int P => \"\"\"", "\"\"\".Length;", 39, true)]
    [InlineData("void M() { void Local()\n{", "} }", 38, true)]
    public void A_method_has_at_most_40_lines(string opening, string closing, int lineCount, bool isFound) =>
        AssertFound(isFound, SizeRules.LongMethods(Code(
            $"sealed class C\n{{\n{opening}\n{Lines(lineCount, "//")}\n{closing}\n}}")));

    [Theory]
    [InlineData(40, false)]
    [InlineData(41, true)]
    public void A_program_without_a_main_has_at_most_40_lines(int lineCount, bool isFound) =>
        AssertFound(isFound, SizeRules.LongMethods(Code(Lines(lineCount, "M();"))));

    [Theory]
    [InlineData(120, false)]
    [InlineData(121, true)]
    public void A_line_has_at_most_120_columns(int columns, bool isFound) =>
        AssertFound(isFound, SizeRules.WideLines(Code("//\n" + new string('µ', columns))));

    [Theory]
    [InlineData("src/Contrail.Core/Ring/C.cs", "GoTraceFormat _f;", true)]
    [InlineData("src/Contrail.Core/Ring/C.cs", "INetTraceVisitor _v;", true)]
    [InlineData("src/Contrail.Core/Ring/C.cs", "int _gone; void Go() { }", false)]
    [InlineData("src/Contrail.Core/NetTrace/Wire/C.cs", "NetTraceFormat _f;", false)]
    [InlineData("src/Contrail/Storage/C.cs", "EventPipeSource _s;", true)]
    public void A_neutral_room_names_no_format(string path, string member, bool isFound) =>
        AssertFound(isFound, NeutralityRules.FormatsInNeutralRooms(
            CodeFile.Parse(path, $"sealed class C {{ {member} }}")));

    [Theory]
    [InlineData("src/Contrail.Core/Ring/C.cs", "string Fault { get; }", true)]
    [InlineData("src/Contrail.Core/Ring/C.cs", "string? _refusal;", true)]
    [InlineData("src/Contrail.Core/Ring/C.cs", "void M(out string fault) { }", true)]
    [InlineData("src/Contrail.Core/Ring/C.cs", "void M() { string fault = M(); }", true)]
    [InlineData("src/Contrail.Core/Ring/C.cs", "(string Fault, int Count) M() => default;", true)]
    [InlineData("src/Contrail.Core/Ring/C.cs", "TraceFault? Fault { get; }", false)]
    [InlineData("src/Contrail.Core/Ring/C.cs", "string Reason { get; }", false)]
    [InlineData("src/Contrail.Tool/Text/C.cs", "string Fault { get; }", false)]
    public void A_fault_in_the_core_is_a_code(string path, string member, bool isFound) =>
        AssertFound(isFound, FaultRules.FaultsAsText(CodeFile.Parse(path, $"sealed class C {{ {member} }}")));

    [Theory]
    [InlineData("src/Contrail.Core/NetTrace/Wire/C.cs", "GoBatch _b;", true)]
    [InlineData("src/Contrail.Core/GoTrace/Wire/C.cs", "GoBatch _b;", false)]
    [InlineData("src/Contrail/GoTrace/C.cs", "EventPipeOptions _o;", true)]
    public void A_format_does_not_know_another(string path, string member, bool isFound) =>
        AssertFound(isFound, NeutralityRules.FormatsInOtherFormats(
            CodeFile.Parse(path, $"sealed class C {{ {member} }}")));

    [Theory]
    [InlineData("src/Contrail.Tool/Commands/ACommand.cs", "BCommand.Write();", true)]
    [InlineData("src/Contrail.Tool/Commands/ACommand.cs", "Command c = ACommand.Create();", false)]
    [InlineData("src/Contrail.Tool/CommandLine.cs", "BCommand.Create();", false)]
    public void A_command_uses_no_other_command(string path, string code, bool isFound) =>
        AssertFound(isFound, ToolRules.CommandsThatUseCommands(CodeFile.Parse(path, code)));

    [Theory]
    [InlineData("src/Contrail/Capture/A.cs", "long t = Stopwatch.GetTimestamp();", true)]
    [InlineData("src/Contrail/EventPipe/A.cs", "DateTime t = DateTime.UtcNow;", true)]
    [InlineData("src/Contrail/Ipc/A.cs", "long t = Stopwatch.GetTimestamp();", false)]
    [InlineData("src/Contrail/Capture/A.cs", "long t = time.GetTimestamp();", false)]
    public void The_recorder_reads_the_clock_of_its_host(string path, string code, bool isFound) =>
        AssertFound(isFound, ClockRules.OtherClocks(CodeFile.Parse(path, code)));

    [Theory]
    [InlineData("src/Contrail.Tool/Text/A.cs", true)]
    [InlineData("src/Contrail.Tool/Json/A.cs", false)]
    [InlineData("src/Contrail.Core/Snapshots/A.cs", false)]
    public void One_folder_of_the_tool_writes_json(string path, bool isFound) =>
        AssertFound(isFound, ToolRules.JsonOutsideItsFolder(CodeFile.Parse(path, "JsonSerializer.Serialize(1);")));

    [Theory]
    [InlineData("src/A/C.cs", "sealed class C { }", false)]
    [InlineData("src/A/C.Part.cs", "sealed partial class C { }", false)]
    [InlineData("src/A/C.cs", "enum D { } sealed class C { }", false)]
    [InlineData("src/A/D.cs", "sealed class C { }", true)]
    [InlineData("src/A/Program.cs", "", false)]
    public void A_file_has_the_name_of_its_type(string path, string code, bool isFound) =>
        AssertFound(isFound, TypeRules.FilesOfOtherNames(CodeFile.Parse(path, code)));

    [Theory]
    [InlineData(140, false)]
    [InlineData(160, true)]
    public void The_parts_of_a_class_count_together(int lineCount, bool isFound)
    {
        string part = $"namespace N;\nsealed partial class C\n{{\n{Lines(lineCount, "//")}\n}}";
        AssertFound(isFound, SizeRules.LongClasses(
            [CodeFile.Parse("src/A/C.cs", part), CodeFile.Parse("src/A/C.Part.cs", part)]));
    }

    [Fact]
    public void A_file_has_no_regions() =>
        AssertFound(true, SizeRules.Regions(Code("#region A\nsealed class C { }\n#endregion")));

    [Theory]
    [InlineData("class C { }", true)]
    [InlineData("record C;", true)]
    [InlineData("record class C;", true)]
    [InlineData("static class O { class C { } }", true)]
    [InlineData("public sealed partial class C { }", false)]
    [InlineData("abstract record C;", false)]
    [InlineData("record struct C; struct D { } enum E { } interface I { }", false)]
    public void A_class_is_sealed_static_or_abstract(string code, bool isFound) =>
        AssertFound(isFound, TypeRules.OpenClasses(Code(code)));

    [Theory]
    [InlineData("sealed class RingManager { }", true)]
    [InlineData("interface IRingHelper { }", true)]
    [InlineData("enum RingInfo { }", true)]
    [InlineData("static class O { record struct RingData; }", true)]
    [InlineData("static class ByteUtil { }", true)]
    [InlineData("sealed class ProcessList { }", true)]
    [InlineData("sealed class Metadata2 { } sealed class InformationDesk { } sealed class ChildProcess { }", false)]
    public void A_name_has_a_meaning(string code, bool isFound) =>
        AssertFound(isFound, TypeRules.EmptyNames(Code(code)));

    [Theory]
    [InlineData("public enum A { } public sealed class B { }", true)]
    [InlineData("enum A { } enum B { } public sealed class C { }", true)]
    [InlineData("enum A { } public sealed class B { }", false)]
    [InlineData("public sealed class B { public enum A { } }", false)]
    public void A_file_has_one_type_and_perhaps_a_tiny_companion(string code, bool isFound) =>
        AssertFound(isFound, TypeRules.SeveralTypes(Code($"namespace N;\n{code}")));

    [Fact]
    public void A_companion_is_tiny() =>
        AssertFound(true, TypeRules.SeveralTypes(Code($"enum A\n{{\n{Lines(24, "//")}\n}}\npublic sealed class B;")));

    [Theory]
    [InlineData("// TODO: more", true)]
    [InlineData("/* FIXME */", true)]
    [InlineData("/// <summary>TODO</summary>\nsealed class C;", true)]
    [InlineData("// TODO #12: more", false)]
    [InlineData("// TODO(#12): more", false)]
    [InlineData("static class C { const string S = \"TODO\"; }", false)]
    public void An_open_end_has_an_issue(string code, bool isFound) =>
        AssertFound(isFound, WordRules.OpenEnds(Code(code)));

    [Theory]
    [InlineData("static class C { static unsafe void M() { } }", true)]
    [InlineData("static class C { static int S => Unsafe.SizeOf<int>(); }", true)]
    [InlineData("static class C { static object S => MemoryMarshal.AsBytes; }", true)]
    [InlineData("// unsafe", false)]
    public void Unchecked_memory_is_found(string code, bool isFound) =>
        AssertFound(isFound, WordRules.UncheckedMemory(Code(code)));

    [Fact]
    public void Unchecked_memory_is_allowed_in_bytes() =>
        AssertFound(false, WordRules.UncheckedMemory(CodeFile.Parse(
            "src/Contrail.Core/Bytes/Snippet.cs", "unsafe struct S;")));

    // In two parts, or this file would break the rule itself.
    [Theory]
    [InlineData("see /", "home/alice/x", true)]
    [InlineData("\"/", "root/x\"", true)]
    [InlineData("C:\\", "Users\\alice", true)]
    [InlineData("$\"{pid}/", "root/tmp\"", false)]
    [InlineData("/", "tmp/dotnet-diagnostic", false)]
    public void A_path_of_one_machine_is_found(string left, string right, bool isFound) =>
        AssertFound(isFound, WordRules.MachinePaths(new TextFile("a.md", left + right)));

    [Theory]
    [InlineData("https:/", "/packages.example.net/v3", true)]
    [InlineData("http:/", "/127.0.0.1:80/", false)]
    [InlineData("http:/", "/{host}/", false)]
    public void A_link_to_an_unknown_host_is_found(string left, string right, bool isFound) =>
        AssertFound(isFound, WordRules.ForeignHosts(new TextFile("a.md", left + right)));

    private static CodeFile Code(string text) => CodeFile.Parse(Path, text);

    private static string Lines(int count, string line) => string.Join('\n', Enumerable.Repeat(line, count));

    private static void AssertFound(bool isFound, IEnumerable<string> findings) =>
        Assert.Equal(isFound, findings.Any());
}
