using System.CommandLine;
using System.Diagnostics;
using System.Runtime.Versioning;
using Contrail.Tool;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary><c>contrail completion</c> and <c>contrail man</c>: both are made from the commands.</summary>
[SupportedOSPlatform("linux")]
public sealed class CompletionTests
{
    // Runs the script as bash does at the Tab key; the last word is the one to complete.
    private const string Complete = """
        source /dev/stdin <<<"$1"
        shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
        _contrail
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    [Theory]
    [InlineData("", "ps,record,info,summary,--help,--version")]
    [InlineData("su", "summary")]
    [InlineData("record --prof", "--profile")]
    [InlineData("record --profile c", "cpu,collections")]
    [InlineData("record --rundown ", "auto,never")]
    [InlineData("dump --", "--as,--strict")]
    [InlineData("completion ", "bash,zsh,fish")]
    public void Bash_completes_commands_options_and_values(string line, string expected)
    {
        string[] found = CompleteInBash(line);
        Assert.Superset(expected.Split(',').ToHashSet(), found.ToHashSet());
        string word = line.Split(' ')[^1];
        Assert.All(found, one => Assert.StartsWith(word, one, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("summary ")]
    [InlineData("record --output ")]
    [InlineData("record -- dotnet -")]
    public void Bash_completes_file_names_where_a_file_or_a_command_follows(string line) =>
        Assert.Equal([""], CompleteInBash(line));

    [Fact]
    public void Every_script_contains_every_visible_command_and_option()
    {
        Command[] commands = [.. CommandLine.Root().Subcommands.Where(command => !command.Hidden)];
        Assert.True(commands.Length >= 12);
        foreach (string shell in Shells)
        {
            string script = Run("completion", shell);
            Assert.DoesNotContain("--summary", script, StringComparison.Ordinal);
            foreach (Command command in commands)
            {
                Assert.Contains(command.Name, script, StringComparison.Ordinal);
                Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.Contains(
                    shell == "fish" ? $"-l {option.Name[2..]}" : option.Name, script, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("zsh", "        'ps:Lists ")]
    [InlineData("zsh", "                '--rundown[")]
    [InlineData("zsh", "]:value:(auto never)' \\\n")]
    [InlineData("fish", "complete -c contrail -f -n __fish_use_subcommand -a ps -d 'Lists ")]
    [InlineData("fish", "complete -c contrail -n '__fish_seen_subcommand_from record' -l rundown -x -a 'auto never'")]
    public void The_scripts_of_zsh_and_fish_quote_descriptions_and_list_values(string shell, string expected) =>
        Assert.Contains(expected, Run("completion", shell), StringComparison.Ordinal);

    [Fact]
    public void The_script_of_bash_is_valid() => Assert.Equal("", Bash(["-n"], Run("completion", "bash")));

    [Fact]
    public void The_manual_page_lists_every_command_and_option_and_escapes_dashes()
    {
        string page = Run("man");
        Assert.StartsWith(".TH CONTRAIL 1 ", page, StringComparison.Ordinal);
        Assert.Contains("\\fB\\-\\-pid\\fR, \\fB\\-p\\fR \\fI4242\\fR\n", page, StringComparison.Ordinal);
        foreach (Command command in CommandLine.Root().Subcommands.Where(command => !command.Hidden))
        {
            Assert.Contains($".SS \"contrail {command.Name} ", page, StringComparison.Ordinal);
            Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.Contains(
                option.Name.Replace("-", "\\-", StringComparison.Ordinal), page, StringComparison.Ordinal));
        }

        Assert.All(
            page.Split('\n').Where(line => line.StartsWith('.')),
            line => Assert.Matches(@"^\.(TH|SH|SS|TP|PP|B|I)( |$)", line));
    }

    private static string[] CompleteInBash(string line) =>
        Bash(["-c", Complete, "bash", Run("completion", "bash"), "contrail", .. line.Split(' ')], "").Split('\n');

    private static string Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Assert.Equal(0, CommandLine.Run(arguments, output, error));
        Assert.Equal("", error.ToString());
        return output.ToString();
    }

    private static string Bash(IEnumerable<string> arguments, string input)
    {
        using Process bash = Process.Start(new ProcessStartInfo("bash", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        bash.StandardInput.Write(input);
        bash.StandardInput.Close();
        Task<string> errors = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        Assert.Equal("", errors.GetAwaiter().GetResult());
        return output.TrimEnd('\n');
    }
}
