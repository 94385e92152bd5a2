using Contrail.Tool;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>A wrong command line gets exit code 2, the word that is wrong, and the rule.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("", "No command is given. The commands are ps, record, ")]
    [InlineData("recrod", "Unknown command 'recrod'. Did you mean 'record'?")]
    [InlineData("recrod --pid 5", "Unknown command 'recrod'. Did you mean 'record'?")]
    [InlineData("help recrod", "Unknown command 'recrod'. Did you mean 'record'?")]
    [InlineData("frobnicate", "Unknown command 'frobnicate'. The commands are ps, record, ")]
    [InlineData("--verison", "Unknown option '--verison'. Did you mean '--version'?")]
    public void An_unknown_command_is_named_with_the_nearest_one(string line, string fault) =>
        AssertFault(line, "", fault);

    [Theory]
    [InlineData("record --proflie cpu", "Unknown option '--proflie' of record. Did you mean '--profile'?")]
    [InlineData("record --proflie=cpu --pid 5", "Unknown option '--proflie' of record. Did you mean '--profile'?")]
    [InlineData("record --childern -- app", "Unknown option '--childern' of record. Did you mean '--children'?")]
    [InlineData("record --pid 5 --xyzzy", "Unknown option '--xyzzy' of record.")]
    [InlineData("record -x --pid 5", "Unknown option '-x' of record.")]
    [InlineData("summary --jsn F", "Unknown option '--jsn' of summary.")]
    [InlineData("info --jsno F", "Unknown option '--jsno' of info. Did you mean '--json'?")]
    public void An_unknown_option_is_named_with_the_nearest_one(string line, string fault) =>
        AssertFault(line, $"{line.Split(' ')[0]} ", fault);

    [Theory]
    [InlineData("record 22536", "A process id requires --pid: contrail record --pid 22536")]
    [InlineData("record --pid 5 6", "record records one process, and '6' is a second one. Run contrail once for each.")]
    [InlineData("record --pid 5 --pid 6", "--pid takes one value, but has '5' and '6'. Run contrail once for each.")]
    [InlineData("record dotnet run", "put '--' before it: contrail record -- dotnet run; to record a running process")]
    [InlineData("record --pid 5 app", "Unexpected argument 'app'")]
    [InlineData("record --name x app -- y", "Unexpected argument 'app'")]
    public void Words_without_an_option_get_the_rule_for_them(string line, string fault) =>
        AssertFault(line, "record ", fault);

    [Theory]
    [InlineData("record", "record needs a process to record: --pid N, --name X ")]
    [InlineData("record --pid 3 --name x", "--pid and --name exclude each other. Use one of --pid N")]
    [InlineData("record --pid 3 -- app", "--pid and -- command exclude each other.")]
    [InlineData("record --url http://h --stdin --format go", "--url and --stdin exclude each other.")]
    [InlineData("record --stdin --format go --cpu-samples 49", "--cpu-samples and --figures require a process")]
    [InlineData("record --stdin --format go --figures on", "--cpu-samples and --figures require a process")]
    [InlineData("record --duration 3s -- app", "--duration requires --pid or --name")]
    [InlineData("record --children --pid 5", "--children requires a command")]
    [InlineData("record --wait --pid 5", "--wait and --follow require --name")]
    [InlineData("record --follow -- app", "--wait and --follow require --name")]
    [InlineData("record --pid 5 --reconnect 1m", "--reconnect require --url")]
    [InlineData("record --pid 5 --duration abc", "Invalid value 'abc' for --duration; use for example")]
    [InlineData("record --name x --duration=-1s", "Invalid value '-1s' for --duration; use for example")]
    [InlineData("record --pid 5 --max-bytes=-1", "Invalid value '-1' for --max-bytes; use for example")]
    [InlineData("record --url http://h --max-bytes=x", "Invalid value 'x' for --max-bytes; use for example")]
    [InlineData("record --pid 5 --max-bytes 1KB", "--max-bytes is too small: a recording needs at least 1MiB.")]
    [InlineData("record --pid 5 --max-bytes 0", "--max-bytes is too small")]
    [InlineData("record --pid 5 --duration 0s", "--duration is zero")]
    [InlineData("record --figures perhaps --pid 5", "Invalid value 'perhaps' for --figures; use for example")]
    [InlineData("record --figures off --pid 5 --keep 0", "Invalid value '0' for --keep; use for example --keep 20")]
    [InlineData("record --pid 5 --profile cpu --cpu-samples off", "--profile cpu consists of samples of processors")]
    [InlineData("record --pid 5 --figures-period 5s", "--figures-period is shorter than --period")]
    [InlineData("record --pid 5 --figures off --figures-period 1h", "--figures-period requires figures")]
    [InlineData("record --url http://h --figures-period 1h", "--figures-period requires figures")]
    [InlineData("record --url http://h --cpu-burst 2s", "--cpu-burst and --off-cpu require a .NET process")]
    [InlineData("record --cpu-samples 501 --pid 5", "Invalid value '501' for --cpu-samples; use for example")]
    [InlineData("record --pid 5 --rundown perhaps", "Invalid value 'perhaps' for --rundown; use for example")]
    [InlineData("record --pid 5 --rundown 1", "Invalid value '1' for --rundown")]
    [InlineData("record --pid 5 --keep 20 -o file.nettrace", "--keep requires a folder of snapshots; set -o")]
    [InlineData("record --pid 5 --keep 0", "Invalid value '0' for --keep; use for example --keep 20")]
    [InlineData("record --pid 5 --keep-age 0s", "Invalid value '0s' for --keep-age; use for example")]
    [InlineData("record --pid 5 --min-free 100%", "Invalid value '100%' for --min-free; use for example")]
    [InlineData("record --pid 5 --min-free=-1%", "Invalid value '-1%' for --min-free; use for example")]
    [InlineData("record --pid 5 --report exception", "Unknown view 'exception'. Did you mean 'exceptions'?")]
    [InlineData("record --report sumary -- app", "Unknown view 'sumary'. Did you mean 'summary'?")]
    [InlineData("record --pid 5 --report callers", "The view 'callers' requires a method: --method NAME. Run")]
    [InlineData("record --pid 5 --report", "--report needs a value, for example --report VIEW")]
    [InlineData("record --pid", "--pid needs a value, for example --pid 4242")]
    [InlineData("record --pid five", "Invalid value 'five' for --pid")]
    [InlineData("record --url 127.0.0.1:9390", "--url needs a scheme: --url http://127.0.0.1:9390")]
    [InlineData("record --url localhost:6060/debug", "--url needs a scheme: --url http://localhost:6060/debug")]
    [InlineData("record --url ftp://h", "--url is not an http or https address")]
    [InlineData("info", "info needs a file: contrail info FILE")]
    [InlineData("info a b", "info takes one file, and 'b' is a second one. Run contrail once for each.")]
    [InlineData("ps surplus", "ps takes no argument, but 'surplus' is given.")]
    [InlineData("cut x --last 3s", "cut needs --output, for example --output FILE")]
    [InlineData("cut x -o y", "cut needs a time range")]
    public void A_wrong_value_or_combination_gets_the_rule(string line, string fault) =>
        AssertFault(line, $"{line.Split(' ')[0]} ", fault);

    [Theory]
    [InlineData("record --url user:secret@host:6060")]
    [InlineData("record --url ftp://user:secret@host")]
    public void A_password_in_an_address_is_not_repeated(string line) =>
        Assert.DoesNotContain("secret", Run(line).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("help", "Commands:")]
    [InlineData("--help", "Commands:")]
    [InlineData("help record", "--max-bytes")]
    [InlineData("record --proflie --help", "--max-bytes")]
    [InlineData("version", "0.1.0")]
    public void Help_and_version_are_understood_as_commands_too(string line, string text)
    {
        (int exitCode, string output, string error) = Run(line);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains(text, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_after_the_double_dash_belong_to_the_command()
    {
        (int exitCode, _, string error) = Run("record -o /no/such/folder/x -- app --proflie 5 @x");
        Assert.Equal((1, ""), (exitCode, error));
    }

    private static void AssertFault(string line, string command, string fault)
    {
        (int exitCode, string output, string error) = Run(line);
        Assert.Equal((2, ""), (exitCode, output));
        string[] lines = error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains(fault, lines[0], StringComparison.Ordinal);
        Assert.Equal($"Try: contrail {command}--help", lines[1]);
    }

    private static (int ExitCode, string Output, string Error) Run(string line)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = CommandLine.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
