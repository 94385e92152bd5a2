using System.CommandLine;
using Contrail.Agent.Control;
using Contrail.Core.Triggers;
using Contrail.Tool.Files;
using Contrail.Tool.Text;
using Contrail.Triggers;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail triggers</c>: what can be watched for, and why a rule did or did not fire.</summary>
internal static class TriggersCommand
{
    private static readonly Argument<int?> Recorder = new("pid")
    {
        Description = "The process id of the recorder. Default: the only one that runs.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON array." };

    private static readonly Argument<string> Rules = new("rules")
    {
        Description = "A file of rules, or an expression such as 'gc-pause>500ms'.",
    };

    private static readonly Argument<string[]> Traces = new("files")
    {
        Description = "The .nettrace or Go trace files.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        Command list = new("list", "Lists the signals of triggers, with what has to be recorded and an example.");
        list.SetAction(parsed => TriggerListText.Write(parsed.InvocationConfiguration.Output));
        Command explain = new(
            "explain", "Shows which rules of a running recorder fired, which did not, and why.") { Recorder, Json };
        explain.SetAction(Explain);
        Command test = new("test", "Runs rules over recorded files: what would have fired, and how often a day.")
        {
            Rules, Traces,
        };
        test.SetAction((parsed, cancellationToken) => Task.FromResult(Test(parsed, cancellationToken)));
        return new Command("triggers", "Explains the triggers of 'record --on' and '--rules'.") {
            list, explain, test,
        };
    }

    private static int Test(ParseResult parsed, CancellationToken cancellationToken)
    {
        InvocationConfiguration to = parsed.InvocationConfiguration;
        if (!TrialFiles.TryReadRules(
            parsed.GetValue(Rules)!, out IReadOnlyList<TriggerRule> rules, out string problem))
        {
            to.Error.WriteLine(NumberFormat.OneLine(problem));
            return ExitCodes.Usage;
        }

        return TrialFiles.Run(rules, parsed.GetValue(Traces)!, to.Output, to.Error, cancellationToken);
    }

    private static int Explain(ParseResult parsed)
    {
        IReadOnlyList<(int Pid, string Path)> all = ControlFolder.Recorders();
        (int Pid, ReadOnlyMemory<byte> Answer)[] answers =
        [
            .. all.Where(one => parsed.GetValue(Recorder) is not { } pid || one.Pid == pid)
                .Select(one => (one.Pid, Answer: ControlClient.Request(one.Path)))
                .Where(one => one.Answer is not null).Select(one => (one.Pid, one.Answer!.Value)),
        ];
        return answers switch
        {
            [] => Messages.Failed(parsed.GetValue(Recorder) is { } pid
                ? $"No recorder with triggers answers as process {pid}."
                : "No recorder with triggers runs as this user. Start one: contrail record --pid N --on default."),
            [var only] => Show(parsed, only.Pid, only.Answer),
            _ => Messages.Failed("Several recorders run: name one of the process ids "
                + $"{string.Join(", ", answers.Select(one => one.Pid))}."),
        };
    }

    private static int Show(ParseResult parsed, int pid, ReadOnlyMemory<byte> answer)
    {
        if (TriggersExplanation.FromJson(answer.Span) is not { } explanations)
        {
            return Messages.Failed($"The recorder {pid} answers in another form: it is of another version.");
        }

        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
        {
            output.WriteLine(System.Text.Encoding.UTF8.GetString(TriggersExplanation.ToJson(explanations)));
        }
        else
        {
            ExplanationText.Write(output, explanations);
        }

        return ExitCodes.Done;
    }
}
