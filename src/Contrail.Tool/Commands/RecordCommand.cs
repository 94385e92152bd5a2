using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Contrail.Tool.Arguments;
using Contrail.Tool.Foreground;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail record</c>: records processes in the foreground.</summary>
internal static class RecordCommand
{
    private static readonly TimeSpan UsualPeriod = TimeSpan.FromSeconds(10);
    private const long MaxUsualBytes = 64 << 20;
    private static readonly TimeSpan MaxAttachTimeout = TimeSpan.FromDays(1);

    private static readonly EventPipeOptions UsualOptions = new();

    /// <summary>With less memory, a snapshot holds a fraction of a second and no symbols.</summary>
    private const long MinCapacityBytes = 1 << 20;

    private static readonly Option<int?> Pid = Parsed.Value<int>(
        "--pid", "Record the process with this id; 'contrail ps' lists the ids.", "4242", TryParsePid, "-p");

    private static readonly Option<string> Name = new("--name", "-n")
    {
        Description = "Record the process with this name; 'contrail ps' lists the names.",
    };

    private static readonly Option<TimeSpan?> Period = Parsed.Value<TimeSpan>(
        "--period",
        "Keep at least this much history for a snapshot. Default: 10s, or all of --duration.",
        "10s",
        Durations.TryParse);

    private static readonly Option<long?> MaxBytes = Parsed.Value<long>(
        "--max-bytes", "Maximum memory for recorded data, at least 1MiB. Default: 64MiB.", "64MiB", Sizes.TryParse);

    private static readonly Option<TimeSpan?> Duration = Parsed.Value<TimeSpan>(
        "--duration",
        "Record for this time, write one snapshot, and exit. Default: record until stopped.",
        "30s",
        Durations.TryParse);

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "Write the last snapshot to this file (the names of earlier ones get a timestamp), or all "
            + "snapshots to this folder. Default: the current folder.",
        HelpName = "FILE|DIR",
    };

    private static readonly Option<RundownMode?> Rundown = Parsed.Value<RundownMode>(
        "--rundown",
        "Control whether the names of methods compiled before the recording are requested once. 'never' avoids a "
            + "pause of a large .NET 8 process, and leaves those methods unnamed. Default: auto.",
        "auto|never",
        TryParseRundown);

    private static readonly Option<TimeSpan?> AttachTimeout = Parsed.Value<TimeSpan>(
        "--attach-timeout",
        "Time to wait for responses of a .NET process while attaching; increase it on a busy machine. "
            + "Default: 3.5s.",
        "30s",
        TryParseAttachTimeout);

    private static readonly Option<GovernorSetting?> Governor = Parsed.Option<GovernorSetting>(
        "--governor",
        "Events per second above which recording falls back to a cheaper profile, without the providers of "
            + "--providers, until the load drops; 'off' disables it. Default: 20000, or an estimated 5 % of a core.",
        "20000",
        GovernorSetting.TryParse);

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Write one line of JSON for each snapshot.",
    };

    private static readonly Option<bool> Force = new("--force")
    {
        Description = "Overwrite an existing --output file.",
    };

    private static readonly Option<bool> Children = new("--children")
    {
        Description = "With a command: record each .NET process that it starts, including those of the SDK, each with "
            + "its own file and its own --max-bytes. Default: record only the first process that is not the SDK's.",
    };

    private static readonly Argument<string[]> Words = new("command")
    {
        Description = "After '--': run this command and record it from its first instruction. The command keeps its "
            + "input, output and signals; contrail writes its messages to standard error and returns its exit code.",
        HelpName = "-- command…",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        Command command = new(
            RecordTarget.CommandName,
            "Records a process. Press 's' or send SIGUSR1 to take a snapshot; Ctrl+C, or the exit of the process, "
                + "takes a last one and ends the recording.")
        {
            Pid, Name, Period, MaxBytes, ProfileChoice.Chosen, ProfileChoice.Providers, Duration, Output, Rundown,
            AttachTimeout, Governor, ProfileChoice.CpuSamples, ProfileChoice.Figures, FiguresChoice.Period,
            Json, ReportChoice.Option, Force, Children, Words,
        };
        foreach (Option option in BurstChoice.All.Concat(WaitOptions.All).Concat(TriggerChoice.All)
            .Concat(KeepChoice.All).Concat(GoTarget.Options))
        {
            command.Add(option);
        }

        command.Validators.Add(RequireOneTarget);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string[] words = parsed.GetValue(Words) ?? [];
        bool hasCommand = words.Length > 0;
        bool waits = WaitOptions.Waits(parsed);
        RecordingSource? source = null;
        if (!hasCommand && !waits && !TryFindSource(parsed, out source, out string problem))
        {
            return Messages.Failed(problem);
        }

        SnapshotTarget target = SnapshotTarget.For(OutputOf(parsed.GetValue(Output)), parsed.GetValue(Force));
        if (target.Refusal is { } refusal)
        {
            return Messages.Failed(refusal);
        }

        if (hasCommand)
        {
            return RunCommand(parsed, words, target);
        }

        using FiredTriggers? triggers = RulesOf(parsed) is { } rules ? new FiredTriggers(rules) : null;
        ForegroundOptions options = ForegroundOptionsOf(parsed, target) with { Triggers = triggers };
        FlightRecorderOptions recorder = RecorderOptions(parsed, target) with { Plan = options.Triggers?.Plan };
        return waits
            ? RunFollowed(parsed, recorder, options)
            : ForegroundRecording.Run(new FlightRecorder(recorder, source!), options);
    }

    private static int RunCommand(ParseResult parsed, IReadOnlyList<string> words, SnapshotTarget target) =>
        CommandRecording.Run(new CommandOptions(
            words,
            parsed.GetValue(Children),
            RecorderOptions(parsed, target),
            SourceOptions(parsed),
            parsed.GetValue(Json),
            parsed.GetValue(ReportChoice.Option))
        {
            Rules = RulesOf(parsed),
            Keeping = KeepChoice.KeepingOf(parsed, OutputOf(parsed.GetValue(Output))),
        });

    private static RulesInForce? RulesOf(ParseResult parsed) =>
        TriggerChoice.Of(parsed) is { } chosen ? new RulesInForce(chosen) : null;

    // All processes share the target: a folder receives separate files, and a file keeps the last snapshot.
    private static int RunFollowed(ParseResult parsed, FlightRecorderOptions recorder, ForegroundOptions options)
    {
        EventPipeOptions source = SourceOptions(parsed);
        return new FollowedRecording(
            NamedSearch.OfMachine(parsed.GetValue(Name)!),
            pid => new FlightRecorder(recorder, EventPipeSource.Attach(pid, source)),
            options).Run();
    }

    private static ForegroundOptions ForegroundOptionsOf(ParseResult parsed, SnapshotTarget target) =>
        new(parsed.GetValue(Duration), parsed.GetValue(Json), WaitOptions.Follows(parsed), target)
        {
            Report = parsed.GetValue(ReportChoice.Option),
            Keeping = KeepChoice.KeepingOf(parsed, OutputOf(parsed.GetValue(Output))),
        };

    private static bool TryFindSource(ParseResult parsed, out RecordingSource? source, out string problem)
    {
        if (GoTarget.IsGiven(parsed.CommandResult))
        {
            return GoTarget.TryFind(parsed, out source, out problem);
        }

        bool found = TryFindPid(parsed, out int pid, out problem);
        source = found ? EventPipeSource.Attach(pid, SourceOptions(parsed)) : null;
        return found;
    }

    private static EventPipeOptions SourceOptions(ParseResult parsed) => BurstChoice.AddTo(new()
    {
        Profile = ProfileChoice.Of(parsed),
        Rundown = parsed.GetValue(Rundown) ?? RundownMode.Auto,
        AttachTimeout = parsed.GetValue(AttachTimeout) ?? UsualOptions.AttachTimeout,
        Governor = (parsed.GetValue(Governor) ?? GovernorSetting.Usual).Limits,
        CpuSamplesPerSecond = parsed.GetValue(ProfileChoice.CpuSamples),
        RecordsFigures = parsed.GetValue(ProfileChoice.Figures) is { } chosen ? chosen == Switch.On : null,
    }, parsed);

    private static FlightRecorderOptions RecorderOptions(ParseResult parsed, SnapshotTarget target) => new()
    {
        // Without --period, --duration 30s keeps all 30 seconds.
        Period = parsed.GetValue(Period) ?? parsed.GetValue(Duration) ?? UsualPeriod,
        MaxBytes = parsed.GetValue(MaxBytes) ?? MaxUsualBytes,
        FiguresPeriod = parsed.GetValue(FiguresChoice.Period),
        Sink = target,
    };

    // Null if it is invalid, which has been reported.
    private static TimeSpan? PeriodOf(CommandResult result) =>
        Parsed.TryValue(result, Period, out TimeSpan? period) && Parsed.TryValue(result, Duration, out TimeSpan? lasts)
            ? period ?? lasts ?? UsualPeriod
            : null;

    private static string OutputOf(string? given) => given ?? "." + Path.DirectorySeparatorChar;

    private static bool TryFindPid(ParseResult parsed, out int pid, out string problem)
    {
        pid = parsed.GetValue(Pid) ?? 0;
        problem = "";
        if (parsed.GetValue(Name) is not { } name)
        {
            return true;
        }

        return NamedTarget.TryChoose(name, NamedTarget.List(name), out pid, out problem);
    }

    private static void RequireOneTarget(CommandResult result)
    {
        bool hasCommand = result.GetResult(Words) is { Tokens.Count: > 0 };
        string[] given =
        [
            .. new Option[] { Pid, Name }.Concat(GoTarget.Targets).Where(option => Parsed.IsGiven(result, option))
                .Select(option => option.Name),
            .. hasCommand ? ["-- command"] : Array.Empty<string>(),
        ];
        if (RecordTarget.WhyNotOne(given) is { } whyNotOne)
        {
            result.AddError(whyNotOne);
        }
        else if ((WaitOptions.WhyNot(result, Parsed.IsGiven(result, Name)) ?? TriggerChoice.WhyNot(result)
            ?? ProfileChoice.WhyNot(result) ?? GoTarget.WhyNot(result) ?? WhyNotFor(result, PeriodOf(result))
            ?? KeepChoice.WhyNot(result, OutputOf(result.GetValue(Output)))) is { } why)
        {
            result.AddError(why);
        }
        else if (Parsed.TryValue(result, MaxBytes, out long? maxBytes) && maxBytes < MinCapacityBytes)
        {
            result.AddError("--max-bytes is too small: a recording needs at least 1MiB.");
        }
        else if (Parsed.TryValue(result, Duration, out TimeSpan? duration) && duration == TimeSpan.Zero)
        {
            result.AddError("--duration is zero; specify the time to record, for example --duration 30s.");
        }
        else if (hasCommand && Parsed.IsGiven(result, Duration))
        {
            result.AddError("--duration requires --pid or --name: a command is recorded until it exits.");
        }
        else if (!hasCommand && Parsed.IsGiven(result, Children))
        {
            result.AddError("--children requires a command: contrail record --children -- command….");
        }
        else if (Parsed.IsGiven(result, Children) && !SnapshotTarget.IsFolder(OutputOf(result.GetValue(Output))))
        {
            result.AddError("--children writes one file per process; set -o to a folder, with a trailing '/'.");
        }
    }

    private static string? WhyNotFor(CommandResult result, TimeSpan? period) =>
        BurstChoice.WhyNot(result, period) ?? FiguresChoice.WhyNot(result, period);

    private static bool TryParsePid(string text, out int pid) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pid) && pid > 0;

    private static bool TryParseAttachTimeout(string text, out TimeSpan timeout) =>
        Durations.TryParse(text, out timeout) && timeout > TimeSpan.Zero && timeout <= MaxAttachTimeout;

    private static bool TryParseRundown(string text, out RundownMode mode) =>
        Enum.TryParse(text, ignoreCase: true, out mode) && Enum.IsDefined(mode) && !char.IsAsciiDigit(text[0]);
}
