using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Contrail.Ipc;
using Contrail.Tool.Arguments;
using Contrail.Tool.Foreground;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail record</c>: records a process in the foreground.</summary>
internal static class RecordCommand
{
    /// <summary>Its name on the command line.</summary>
    public const string CommandName = "record";

    private static readonly TimeSpan UsualPeriod = TimeSpan.FromSeconds(10);
    private const long MaxUsualBytes = 64 << 20;
    private static readonly TimeSpan MaxAttachTimeout = TimeSpan.FromDays(1);

    private static readonly EventPipeOptions UsualOptions = new();

    /// <summary>With less, a snapshot holds a fraction of a second, and no names.</summary>
    private const long MinCapacityBytes = 1 << 20;

    private static readonly Option<int?> Pid = Parsed.Value<int>(
        "--pid", "The process to record; 'contrail ps' lists them.", "4242", TryParsePid, "-p");

    private static readonly Option<string> Name = new("--name", "-n")
    {
        Description = "The process to record, by its name as 'contrail ps' shows it.",
    };

    private static readonly Option<TimeSpan?> Period = Parsed.Value<TimeSpan>(
        "--period",
        "How much history a snapshot covers at least. 10s if not said; with --duration, all of it.",
        "10s",
        Durations.TryParse);

    private static readonly Option<long?> MaxBytes = Parsed.Value<long>(
        "--max-bytes", "Maximum memory for what is held, 1MiB or more. Default: 64MiB.", "64MiB", Sizes.TryParse);

    private static readonly Option<Profile?> Chosen = new("--profile")
    {
        Description =
            "What to record: " + string.Join("; ", Profile.All.Select(one => $"{one.Name} ({one.Cost})")) + ".",
        HelpName = "default",
        CustomParser = ParseProfile,
    };

    private static readonly Option<IReadOnlyList<EventPipeProvider>?> Providers = new("--providers")
    {
        Description = "More providers, as dotnet-trace writes them: Name:Keywords:Level,… One that the profile has "
            + "takes its place.",
        HelpName = "Name:Keywords:Level,…",
        CustomParser = ParseProviders,
    };

    private static readonly Option<TimeSpan?> Duration = Parsed.Value<TimeSpan>(
        "--duration", "Record for so long, write one snapshot, and end.", "30s", Durations.TryParse);

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "A file for the last snapshot (earlier ones get their time into the name), or a folder for all. "
            + "The current folder if not said.",
        HelpName = "FILE|DIR",
    };

    private static readonly Option<RundownMode?> Rundown = Parsed.Value<RundownMode>(
        "--rundown",
        "Whether to request the methods compiled before, once: 'auto', or 'never', which spares a large .NET 8 process "
            + "a pause and leaves those methods without names. Default: auto.",
        "auto|never",
        TryParseRundown);

    private static readonly Option<TimeSpan?> AttachTimeout = Parsed.Value<TimeSpan>(
        "--attach-timeout",
        "How long to wait for the answers of a .NET process while attaching; more where the machine is busy. "
            + "Default: 3.5s.",
        "30s",
        TryParseAttachTimeout);

    private static readonly Option<GovernorSetting?> Governor = Parsed.Option<GovernorSetting>(
        "--governor",
        "Above how many events a second to step to a cheaper profile until it is over, without what --providers adds; "
            + "'off' never does. 20000, or 5 % of a core as estimated, if not said.",
        "20000",
        GovernorSetting.TryParse);

    private static readonly Option<bool> Json = new("--json") { Description = "A line of JSON for each snapshot." };

    private static readonly Option<bool> Force = new("--force") { Description = "Overwrite the file of --output." };

    private static readonly Option<bool> Children = new("--children")
    {
        Description = "With a command: record every .NET process of it, those of the SDK too, each into a file of its "
            + "own and with --max-bytes of its own. Without, the first that is not the SDK's.",
    };

    private static readonly Argument<string[]> Words = new("command")
    {
        Description = "Behind '--': a command to run and to record from its first instruction. It keeps its input, "
            + "output and signals; its exit code is ours; what we say is on standard error.",
        HelpName = "-- command…",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        Command command = new(
            CommandName,
            "Records a process. 's' or SIGUSR1 takes a snapshot; Ctrl+C, or the end of the process, ends with one.")
        {
            Pid, Name, Period, MaxBytes, Chosen, Providers, Duration, Output, Rundown, AttachTimeout, Governor, Json,
            Force, Children, Words,
        };
        foreach (Option option in WaitOptions.All.Concat(GoTarget.Options))
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

        return hasCommand ? RunCommand(parsed, words, target)
            : waits ? RunFollowed(parsed, target)
            : ForegroundRecording.Run(
                new FlightRecorder(RecorderOptions(parsed, target), source!), ForegroundOptionsOf(parsed, target));
    }

    private static int RunCommand(ParseResult parsed, IReadOnlyList<string> words, SnapshotTarget target) =>
        CommandRecording.Run(new CommandOptions(
            words,
            parsed.GetValue(Children),
            RecorderOptions(parsed, target),
            SourceOptions(parsed),
            parsed.GetValue(Json)));

    // All processes share the target: in a folder each has files of its own, and a file keeps the last snapshot.
    private static int RunFollowed(ParseResult parsed, SnapshotTarget target)
    {
        FlightRecorderOptions options = RecorderOptions(parsed, target);
        EventPipeOptions source = SourceOptions(parsed);
        return new FollowedRecording(
            NamedSearch.OfMachine(parsed.GetValue(Name)!),
            pid => new FlightRecorder(options, EventPipeSource.Attach(pid, source)),
            ForegroundOptionsOf(parsed, target)).Run();
    }

    private static ForegroundOptions ForegroundOptionsOf(ParseResult parsed, SnapshotTarget target) =>
        new(parsed.GetValue(Duration), parsed.GetValue(Json), WaitOptions.Follows(parsed), target);

    private static bool TryFindSource(ParseResult parsed, out RecordingSource? source, out string problem)
    {
        if (GoTarget.IsSaid(parsed.CommandResult))
        {
            return GoTarget.TryFind(parsed, out source, out problem);
        }

        bool found = TryFindPid(parsed, out int pid, out problem);
        source = found ? EventPipeSource.Attach(pid, SourceOptions(parsed)) : null;
        return found;
    }

    private static EventPipeOptions SourceOptions(ParseResult parsed) => new()
    {
        Profile = (parsed.GetValue(Chosen) ?? Profile.Default).With(parsed.GetValue(Providers) ?? []),
        Rundown = parsed.GetValue(Rundown) ?? RundownMode.Auto,
        AttachTimeout = parsed.GetValue(AttachTimeout) ?? UsualOptions.AttachTimeout,
        Governor = (parsed.GetValue(Governor) ?? GovernorSetting.Usual).Limits,
    };

    private static FlightRecorderOptions RecorderOptions(ParseResult parsed, SnapshotTarget target) => new()
    {
        // Who asks for 30 seconds and names no period wants all of them.
        Period = parsed.GetValue(Period) ?? parsed.GetValue(Duration) ?? UsualPeriod,
        MaxBytes = parsed.GetValue(MaxBytes) ?? MaxUsualBytes,
        Sink = target,
    };

    private static string OutputOf(string? said) => said ?? "." + Path.DirectorySeparatorChar;

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
            .. new Option[] { Pid, Name }.Concat(GoTarget.Targets).Where(option => IsSaid(result, option))
                .Select(option => option.Name),
            .. hasCommand ? ["-- command"] : Array.Empty<string>(),
        ];
        if (RecordTarget.WhyNotOne(given) is { } whyNotOne)
        {
            result.AddError(whyNotOne);
        }
        else if ((WaitOptions.WhyNot(result, IsSaid(result, Name)) ?? GoTarget.WhyNot(result)) is { } why)
        {
            result.AddError(why);
        }
        else if (Parsed.TryValue(result, MaxBytes, out long? maxBytes) && maxBytes < MinCapacityBytes)
        {
            result.AddError("--max-bytes is too small: a recording needs 1MiB or more.");
        }
        else if (Parsed.TryValue(result, Duration, out TimeSpan? duration) && duration == TimeSpan.Zero)
        {
            result.AddError("--duration is zero: give the time to record, for example --duration 30s.");
        }
        else if (hasCommand && IsSaid(result, Duration))
        {
            result.AddError("--duration goes with --pid or --name: a command is recorded until it ends.");
        }
        else if (!hasCommand && IsSaid(result, Children))
        {
            result.AddError("--children goes with a command: contrail record --children -- command….");
        }
        else if (IsSaid(result, Children) && !SnapshotTarget.IsFolder(OutputOf(result.GetValue(Output))))
        {
            result.AddError("--children writes a file for each process: give -o a folder, with '/' at its end.");
        }
    }

    private static bool IsSaid(CommandResult result, Option option) =>
        result.GetResult(option) is { Implicit: false };

    private static bool TryParsePid(string text, out int pid) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pid) && pid > 0;

    private static bool TryParseAttachTimeout(string text, out TimeSpan timeout) =>
        Durations.TryParse(text, out timeout) && timeout > TimeSpan.Zero && timeout <= MaxAttachTimeout;

    private static bool TryParseRundown(string text, out RundownMode mode) =>
        Enum.TryParse(text, ignoreCase: true, out mode) && Enum.IsDefined(mode) && !char.IsAsciiDigit(text[0]);

    private static Profile? ParseProfile(ArgumentResult result)
    {
        string name = result.Tokens[0].Value;
        Profile? found = Profile.Find(name);
        if (found is null)
        {
            string known = string.Join(", ", Profile.All.Select(profile => profile.Name));
            result.AddError($"There is no profile '{name}'; there are {known}.");
        }

        return found;
    }

    private static IReadOnlyList<EventPipeProvider>? ParseProviders(ArgumentResult result)
    {
        string list = result.Tokens[0].Value;
        if (ProviderList.TryParse(list, out IReadOnlyList<EventPipeProvider>? providers, out string? problem))
        {
            return providers;
        }

        result.AddError(problem);
        return null;
    }
}
