using System.CommandLine;
using System.CommandLine.Help;
using Contrail.Tests.Tidy;
using Contrail.Tool;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Compares each page of <c>--help</c> with its golden file.</summary>
public sealed class HelpTests
{
    private const string Update = "CONTRAIL_UPDATE_GOLDEN";
    private const string Folder = "test/Contrail.Tests/Golden/help";
    private const string RootPage = "contrail";
    private const int Width = 100;

    public static TheoryData<string> Pages { get; } =
        [RootPage, .. CommandLine.Root().Subcommands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Help_page_equals_its_golden_file(string page)
    {
        string path = Path.Combine(Tree.Root, Folder, page + ".txt");
        string actual = Render(page);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        string expected = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            expected == actual,
            $"The help of '{page}' differs from {Folder}/{page}.txt. If the change is intended, run this test with "
                + $"{Update}=1 and review the difference. The page is now:\n{actual}");
    }

    [Fact]
    public void Each_golden_file_belongs_to_a_page() =>
        Assert.Equal(
            Pages.Select(page => page.Data + ".txt").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Path.Combine(Tree.Root, Folder)).Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Help_page_states_defaults_as_a_user_would_write_them(string page)
    {
        string text = Render(page);

        // Records, durations and numbers of bytes would print themselves in these forms.
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("00:00:", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\[default: \d", text);
    }

    private static string Render(string page)
    {
        RootCommand root = CommandLine.Root();
        ((HelpAction)root.Options.OfType<HelpOption>().Single().Action!).MaxWidth = Width;
        using StringWriter output = new();
        string[] arguments = page == RootPage ? ["--help"] : [page, "--help"];
        Assert.Equal(0, root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output }));

        // The root command has the name of the running program.
        return output.ToString().ReplaceLineEndings("\n")
            .Replace(RootCommand.ExecutableName, RootPage, StringComparison.Ordinal);
    }
}
