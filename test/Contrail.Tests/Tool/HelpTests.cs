using System.CommandLine;
using System.CommandLine.Help;
using Contrail.Tests.Support;
using Contrail.Tool;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Compares each page of <c>--help</c> with its golden file.</summary>
public sealed class HelpTests
{
    private const string RootPage = "contrail";
    private const int Width = 100;

    public static TheoryData<string> Pages { get; } =
        [RootPage, .. CommandLine.Root().Subcommands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Help_page_equals_its_golden_file(string page) =>
        GoldenFile.AssertEqual($"help/{page}.txt", Render(page));

    [Fact]
    public void Each_golden_file_belongs_to_a_page() =>
        GoldenFile.AssertFiles("help", Pages.Select(page => page.Data + ".txt"));

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
