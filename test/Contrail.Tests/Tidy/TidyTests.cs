using Xunit;

namespace Contrail.Tests.Tidy;

/// <summary>The style that no compiler keeps, held over the tree.</summary>
public sealed class TidyTests
{
    private static readonly Dictionary<string, Func<CodeFile, IEnumerable<string>>> CodeRules = new()
    {
        [nameof(SizeRules.LongFiles)] = SizeRules.LongFiles,
        [nameof(SizeRules.LongMethods)] = SizeRules.LongMethods,
        [nameof(SizeRules.WideLines)] = SizeRules.WideLines,
        [nameof(SizeRules.Regions)] = SizeRules.Regions,
        [nameof(TypeRules.OpenClasses)] = TypeRules.OpenClasses,
        [nameof(TypeRules.EmptyNames)] = TypeRules.EmptyNames,
        [nameof(TypeRules.SeveralTypes)] = TypeRules.SeveralTypes,
        [nameof(TypeRules.FilesOfOtherNames)] = TypeRules.FilesOfOtherNames,
        [nameof(NeutralityRules.FormatsInNeutralRooms)] = NeutralityRules.FormatsInNeutralRooms,
        [nameof(NeutralityRules.FormatsInOtherFormats)] = NeutralityRules.FormatsInOtherFormats,
        [nameof(FaultRules.FaultsAsText)] = FaultRules.FaultsAsText,
        [nameof(WordRules.OpenEnds)] = WordRules.OpenEnds,
        [nameof(WordRules.UncheckedMemory)] = WordRules.UncheckedMemory,
        [nameof(ClockRules.OtherClocks)] = ClockRules.OtherClocks,
        [nameof(ToolRules.CommandsThatUseCommands)] = ToolRules.CommandsThatUseCommands,
        [nameof(ToolRules.JsonOutsideItsFolder)] = ToolRules.JsonOutsideItsFolder,
        [nameof(PlainWords.InCode)] = PlainWords.InCode,
    };

    private static readonly Dictionary<string, Func<TextFile, IEnumerable<string>>> TextRules = new()
    {
        [nameof(WordRules.MachinePaths)] = WordRules.MachinePaths,
        [nameof(WordRules.ForeignHosts)] = WordRules.ForeignHosts,
        [nameof(PlainWords.InDocuments)] = PlainWords.InDocuments,
    };

    public static TheoryData<string> Rules { get; } = [.. CodeRules.Keys, .. TextRules.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_tree_keeps_the_rule(string rule) =>
        AssertNone(Exemptions.Apply(rule, Findings(rule)));

    [Fact]
    public void Stages_use_only_the_stages_before_them()
    {
        CodeFile[] sources = [.. Tree.Code.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))];
        StageRules stages = new(Architecture.Projects, sources);
        AssertNone(sources.SelectMany(stages.Violations));
    }

    [Fact]
    public void A_class_is_short_over_all_of_its_parts() =>
        AssertNone(Exemptions.Apply(nameof(SizeRules.LongClasses), SizeRules.LongClasses(Tree.Code)));

    [Fact]
    public void Projects_use_only_the_projects_that_the_architecture_allows() =>
        AssertNone(Projects("src/").SelectMany(
            project => ProjectRules.ForbiddenReferences(project, Architecture.Projects)));

    [Theory]
    [InlineData("Contrail.Core")]
    [InlineData("Contrail")]
    public void The_packages_of_an_application_have_no_dependencies(string project) =>
        AssertNone(Projects($"src/{project}/").SelectMany(ProjectRules.Packages));

    [Fact]
    public void The_readme_gives_a_reason_for_each_package() =>
        AssertNone(ProjectRules.Unexplained(
            Tree.File("Directory.Packages.props"),
            Tree.File(".config/dotnet-tools.json"),
            Tree.File("README.md")));

    [Fact]
    public void The_readmes_example_is_the_one_that_is_compiled_and_run() =>
        Assert.Equal(
            ReadmeExample.InCode(Tree.File("test/Contrail.Scenarios/ReadmeExample.cs")),
            ReadmeExample.InText(Tree.File("README.md")));

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Contrail/PACKAGE.md")]
    public void Each_example_of_a_readme_compiles_with_only_its_using_directives(string document)
    {
        string[] blocks = [.. ReadmeExample.Blocks(Tree.File(document))];
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Empty(ExampleProgram.Faults(block)));
    }

    [Theory]
    [InlineData("src/Contrail/FlightRecorder.cs")]
    [InlineData("src/Contrail/FlightRecorderOptions.cs")]
    [InlineData("src/Contrail/EventPipeSource.cs")]
    [InlineData("src/Contrail/GoTraceSource.cs")]
    [InlineData("src/Contrail/Discovery/TargetListing.cs")]
    [InlineData("src/Contrail/EventPipe/Profile.cs")]
    [InlineData("src/Contrail/Launch/DiagnosticPort.cs")]
    [InlineData("src/Contrail/Storage/ISnapshotSink.cs")]
    public void An_entry_point_has_an_example(string path) =>
        Assert.NotEmpty(DocumentationExample.In(Tree.File(path)));

    [Fact]
    public void Each_example_of_a_documentation_comment_compiles() =>
        AssertNone(
            from file in Tree.Files
            where file.Path.StartsWith("src/", StringComparison.Ordinal)
            from example in DocumentationExample.In(file)
            from fault in ExampleProgram.FaultsOfDocumentation(example.Code)
            select $"{file.Path}:{example.Line}: {fault}");

    [Fact]
    public void Each_public_type_documents_its_thread_safety() =>
        AssertNone(Tree.Code.SelectMany(ThreadSafetyRules.Undocumented));

    [Fact]
    public void Every_exemption_is_needed() =>
        AssertNone(Exemptions.All
            .Where(exempt => !Findings(exempt.Rule).Any(finding => Exemptions.IsIn(finding, exempt.Path)))
            .Select(exempt => $"{exempt.Path} keeps {exempt.Rule} by itself"));

    [Fact]
    public void Documents_that_the_code_refers_to_exist()
    {
        string[] named = [.. Tree.Code
            .SelectMany(file => WordRules.DocumentsNamed(file.Source))
            .Where(path => !Tree.Files.Any(file => file.Path == path
                || file.Path.StartsWith(path + "/", StringComparison.Ordinal)))];
        AssertNone(named);
    }

    private static IEnumerable<string> Findings(string rule) =>
        rule == nameof(SizeRules.LongClasses) ? SizeRules.LongClasses(Tree.Code)
        : CodeRules.TryGetValue(rule, out Func<CodeFile, IEnumerable<string>>? codeRule)
            ? Tree.Code.SelectMany(codeRule)
        : Tree.Files.SelectMany(TextRules[rule]);

    private static IEnumerable<TextFile> Projects(string under) =>
        Tree.Files.Where(file => file.Path.StartsWith(under, StringComparison.Ordinal)
            && file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    private static void AssertNone(IEnumerable<string> findings)
    {
        string found = string.Join('\n', findings);
        Assert.True(found.Length == 0, "\n" + found);
    }
}
