using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Contrail.Tool.Arguments;

namespace Contrail.Tool.Commands;

/// <summary>The options of <c>contrail record</c> that select a Go program, and the source they describe.</summary>
internal static class GoTarget
{
    private static readonly Option<Uri> Url = new("--url")
    {
        Description = "Record the Go service with net/http/pprof at this address.",
        HelpName = "http://127.0.0.1:6060",
        CustomParser = ParseUrl,
    };

    private static readonly Option<bool> Stdin = new("--stdin")
    {
        Description = "Record the trace from standard input; requires --format.",
    };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "With --stdin: the format of the trace, go.",
        HelpName = "go",
    };

    private static readonly Option<string[]> Header = new("--header")
    {
        Description = "With --url: send this HTTP header. Other users can see it in the process list.",
        HelpName = "Name: value",
    };

    private static readonly Option<string> TokenFile = new("--token-file")
    {
        Description = "With --url: send the bearer token in this file.",
        HelpName = "FILE",
    };

    private static readonly Option<string> ClientCertificate = new("--client-cert")
    {
        Description = "With --url: authenticate with the certificate and key in this PEM file.",
        HelpName = "FILE",
    };

    private static readonly Option<string> UnixSocket = new("--unix-socket")
    {
        Description = "With --url: connect to the service through this Unix socket.",
        HelpName = "PATH",
    };

    private static readonly Option<TimeSpan?> Reconnect = Parsed.Value<TimeSpan>(
        "--reconnect",
        "With --url: time to retry a lost connection before the recording ends. Default: no retry.",
        "1m",
        Durations.TryParse);

    /// <summary>All options of this group.</summary>
    public static IEnumerable<Option> Options { get; } =
        [Url, Stdin, Format, Header, TokenFile, ClientCertificate, UnixSocket, Reconnect];

    /// <summary>The options that select the program to record.</summary>
    public static IEnumerable<Option> Targets { get; } = [Url, Stdin];

    /// <summary>Whether one of <see cref="Targets"/> is given.</summary>
    public static bool IsGiven(SymbolResult result) =>
        Parsed.IsGiven(result, Url) || Parsed.IsGiven(result, Stdin);

    /// <summary>Returns why the options are invalid, or null when they are valid.</summary>
    public static string? WhyNot(CommandResult result)
    {
        bool hasUrl = Parsed.IsGiven(result, Url);
        bool hasStdin = Parsed.IsGiven(result, Stdin);
        bool hasHttp = new Option[] { Header, TokenFile, ClientCertificate, UnixSocket, Reconnect }
            .Any(option => Parsed.IsGiven(result, option));
        bool isGo = result.GetValue(Format) == "go";
        return hasStdin && !isGo ? "--stdin needs the format of the trace: --stdin --format go."
            : Parsed.IsGiven(result, Format) && !hasStdin ? "--format requires --stdin."
            : hasStdin && HasLanes(result)
                ? "--cpu-samples and --figures require a process: they cannot be used with --stdin."
            : (hasUrl || hasStdin) && BurstChoice.IsGiven(result)
                ? "--cpu-burst and --off-cpu require a .NET process: they cannot be used with --url or --stdin."
            : hasHttp && !hasUrl ? "--header, --token-file, --client-cert, --unix-socket and --reconnect require --url."
            : (result.GetValue(Header) ?? []).Any(header => !header.Contains(':'))
                ? "--header must have the form 'Name: value'."
            : null;
    }

    private static bool HasLanes(CommandResult result) =>
        Parsed.IsGiven(result, ProfileChoice.CpuSamples) || Parsed.IsGiven(result, ProfileChoice.Figures);

    /// <summary>Creates the source, or returns in one line why it cannot be created.</summary>
    public static bool TryFind(ParseResult parsed, out RecordingSource? source, out string problem)
    {
        source = null;
        problem = "";
        try
        {
            source = parsed.GetValue(Stdin)
                ? GoTraceSource.Read(Console.OpenStandardInput(), "stdin")
                : GoTraceSource.Connect(parsed.GetValue(Url)!, OptionsOf(parsed));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = failure.Message;
        }
        catch (CryptographicException)
        {
            problem = "The --client-cert file does not contain a certificate with its key in PEM form.";
        }

        return source is not null;
    }

    private static GoTraceOptions OptionsOf(ParseResult parsed) => new()
    {
        Headers = (parsed.GetValue(Header) ?? [])
            .Select(header => header.Split(':', 2))
            .GroupBy(parts => parts[0].Trim())
            .ToDictionary(group => group.Key, group => group.Last()[1].Trim()),
        BearerToken = parsed.GetValue(TokenFile) is { } file ? File.ReadAllText(file).Trim() : null,
        ClientCertificate = parsed.GetValue(ClientCertificate) is { } pem
            ? X509Certificate2.CreateFromPemFile(pem)
            : null,
        UnixSocketPath = parsed.GetValue(UnixSocket),
        ReconnectFor = parsed.GetValue(Reconnect) ?? TimeSpan.Zero,
        CpuSamplesPerSecond = parsed.GetValue(ProfileChoice.CpuSamples),
        RecordsFigures = parsed.GetValue(ProfileChoice.Figures) is { } figures ? figures == Switch.On : null,
    };

    private static Uri? ParseUrl(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (TryParseHttp(text, out Uri? url))
        {
            return url;
        }

        // The text is not repeated when it may contain a password.
        bool lacksScheme = !text.Contains("://", StringComparison.Ordinal)
            && !text.Contains('@')
            && TryParseHttp("http://" + text, out _);
        result.AddError(lacksScheme
            ? $"--url needs a scheme: --url http://{text}"
            : "--url is not an http or https address; use for example --url http://127.0.0.1:6060");
        return null;
    }

    private static bool TryParseHttp(string text, out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.Host.Length > 0;
}
