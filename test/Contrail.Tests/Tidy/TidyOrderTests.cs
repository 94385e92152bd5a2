using Xunit;

namespace Contrail.Tests.Tidy;

/// <summary>The rules about order and references, on snippets.</summary>
public sealed class TidyOrderTests
{
    private static readonly string[] Table =
    [
        "Words before.",
        "| project | may use | stages, in order |",
        "|---|---|---|",
        "| `Contrail.Core` | – | Bytes, Formats, Ring |",
        "| `Contrail` | `Contrail.Core` | Sources, Capture |",
        "| `Contrail.Tool` | `Contrail`, `Contrail.Core` | – |",
        "",
        "| `Other` | – | – |",
    ];

    private static readonly CodeFile[] Known =
    [
        CodeFile.Parse("src/Contrail.Core/Ring/Kept.cs", "namespace Contrail.Core.Ring; sealed class Kept;"),
        CodeFile.Parse("src/Contrail/Capture/Pump.cs", "namespace Contrail.Capture; sealed class Pump;"),
        CodeFile.Parse("src/Contrail/Recorder.cs", "namespace Contrail; sealed class Recorder;"),
    ];

    [Fact]
    public void The_table_is_read() =>
        Assert.Equal(
            ["Contrail.Core uses [] in [Bytes Formats Ring]",
                "Contrail uses [Contrail.Core] in [Sources Capture]",
                "Contrail.Tool uses [Contrail Contrail.Core] in []"],
            Architecture.Read(Table).Select(row =>
                $"{row.Name} uses [{string.Join(' ', row.Uses)}] in [{string.Join(' ', row.Stages)}]"));

    [Theory]
    [InlineData("Contrail.Core/Formats", "using Contrail.Core.Ring;", "", true)]
    [InlineData("Contrail.Core/Formats", "using static Contrail.Core.Ring.Kept;", "", true)]
    [InlineData("Contrail.Core/Formats", "using K = Contrail.Core.Ring.Kept;", "", true)]
    [InlineData("Contrail.Core/Formats", "", "Contrail.Core.Ring.Kept _kept;", true)]
    [InlineData("Contrail.Core/Formats", "", "Ring.Kept _kept;", true)]
    [InlineData("Contrail.Core/Formats", "", "object O => Ring.Kept.Count;", true)]
    [InlineData("Contrail.Core/Formats", "", "int Ring { get; } int O => Ring.Count;", false)]
    [InlineData("Contrail.Core/Formats", "using Contrail.Core.Bytes; using Contrail.Core.Formats.X;", "", false)]
    [InlineData("Contrail.Core/Ring", "using Contrail.Core.Formats;", "Kept _kept;", false)]
    [InlineData("Contrail.Core/Elsewhere", "", "", true)]
    [InlineData("Contrail/Sources", "using Contrail.Core.Ring;", "", false)]
    [InlineData("Contrail/Sources", "", "Capture.Pump _pump;", true)]
    [InlineData("Contrail/Sources", "", "Recorder _recorder;", true)]
    [InlineData("Contrail/Capture", "using Contrail.Sources;", "", false)]
    [InlineData("Contrail.Tool/Commands", "using Contrail.Capture;", "", false)]
    public void A_stage_uses_only_stages_before_it(string folder, string usings, string member, bool isFound)
    {
        string name = folder.Replace('/', '.');
        CodeFile file = CodeFile.Parse(
            $"src/{folder}/Snippet.cs", $"{usings}\nnamespace {name};\nsealed class Snippet {{ {member} }}");
        Assert.Equal(isFound, new StageRules(Architecture.Read(Table), [.. Known, file]).Violations(file).Any());
    }

    [Fact]
    public void A_file_in_a_projects_root_may_use_all_stages()
    {
        CodeFile file = CodeFile.Parse("src/Contrail/Recorder.cs", "using Contrail.Capture; namespace Contrail;");
        Assert.Empty(new StageRules(Architecture.Read(Table), Known).Violations(file));
    }

    [Theory]
    [InlineData("Contrail", "Contrail.Core", false)]
    [InlineData("Contrail.Core", "Contrail", true)]
    [InlineData("Contrail.Unknown", "Contrail.Core", true)]
    public void A_project_uses_only_what_the_table_lists(string name, string used, bool isFound)
    {
        TextFile project = new(
            $"src/{name}/{name}.csproj",
            $"""<Project><ItemGroup><ProjectReference Include="../{used}/{used}.csproj" /></ItemGroup></Project>""");
        Assert.Equal(isFound, ProjectRules.ForbiddenReferences(project, Architecture.Read(Table)).Any());
    }

    [Theory]
    [InlineData("""<PackageReference Include="A" />""", true)]
    [InlineData("""<PackageReference Include="A" PrivateAssets="all" />""", false)]
    public void A_transitive_package_is_found(string item, bool isFound)
    {
        TextFile project = new("a.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");
        Assert.Equal(isFound, ProjectRules.Packages(project).Any());
    }

    [Theory]
    [InlineData("| A | why |\n| B | why |", 0)]
    [InlineData("| A | why |", 1)]
    [InlineData("A and B", 2)]
    public void A_package_or_tool_without_a_reason_is_found(string readme, int count)
    {
        TextFile versions = new("v.props", """<Project><PackageVersion Include="A" /></Project>""");
        TextFile tools = new("t.json", """{"tools":{"B":{}}}""");
        Assert.Equal(count, ProjectRules.Unexplained(versions, tools, new TextFile("README.md", readme)).Count());
    }

    [Fact]
    public void The_example_is_found_in_both_places()
    {
        TextFile code = new(
            "a.cs", "x\n  // The example in README.md:\n  a {\n\n      b\n  }\n  // End of the example.\n y");
        TextFile text = new(
            "a.md", "x\n```csharp\nusing A;\n\na {\n\n    b\n}\n```\ny\n```csharp\nno\n```");
        Assert.Equal(["using A;\n\na {\n\n    b\n}", "no"], ReadmeExample.Blocks(text));
        Assert.Equal("a {\n\n    b\n}", ReadmeExample.InCode(code));
        Assert.Equal("a {\n\n    b\n}", ReadmeExample.InText(text));
    }

    [Theory]
    [InlineData("see docs/formats/nettrace.md.", "docs/formats/nettrace.md")]
    [InlineData("/// docs/decisions describes", "docs/decisions")]
    [InlineData("x/docs/y", "")]
    public void Documents_named_in_a_file_are_found(string text, string found) =>
        Assert.Equal(found, string.Join(' ', WordRules.DocumentsNamed(new TextFile("a.cs", text))));
}
