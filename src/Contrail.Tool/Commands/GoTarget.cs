using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Contrail.Tool.Arguments;

namespace Contrail.Tool.Commands;

/// <summary>The options of <c>contrail record</c> that name a Go program, and the source that they mean.</summary>
internal static class GoTarget
{
    private static readonly Option<Uri> Url = new("--url")
    {
        Description = "A Go service to record, by the address of its net/http/pprof.",
        HelpName = "http://127.0.0.1:6060",
        CustomParser = ParseUrl,
    };

    private static readonly Option<bool> Stdin = new("--stdin")
    {
        Description = "Record the trace that comes on standard input.",
    };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "What comes on standard input: go.",
        HelpName = "go",
    };

    private static readonly Option<string[]> Header = new("--header")
    {
        Description = "With --url: a header to send, 'Name: value'. Others can see it in the list of processes.",
        HelpName = "Name: value",
    };

    private static readonly Option<string> TokenFile = new("--token-file")
    {
        Description = "With --url: a file with the bearer token to send.",
        HelpName = "FILE",
    };

    private static readonly Option<string> ClientCertificate = new("--client-cert")
    {
        Description = "With --url: a PEM file with a certificate and its key, to identify ourselves with.",
        HelpName = "FILE",
    };

    private static readonly Option<string> UnixSocket = new("--unix-socket")
    {
        Description = "With --url: the Unix socket on which the service listens.",
        HelpName = "PATH",
    };

    private static readonly Option<TimeSpan?> Reconnect = Parsed.Value<TimeSpan>(
        "--reconnect",
        "With --url: for how long a lost service is sought before the recording ends. Not at all if not said.",
        "1m",
        Durations.TryParse);

    /// <summary>All of them.</summary>
    public static IEnumerable<Option> Options { get; } =
        [Url, Stdin, Format, Header, TokenFile, ClientCertificate, UnixSocket, Reconnect];

    /// <summary>Those that name what to record.</summary>
    public static IEnumerable<Option> Targets { get; } = [Url, Stdin];

    /// <summary>Whether one of them says what to record.</summary>
    public static bool IsSaid(SymbolResult result) =>
        result.GetResult(Url) is { Implicit: false } || result.GetResult(Stdin) is { Implicit: false };

    /// <summary>What is wrong with what they say together; null if nothing is.</summary>
    public static string? WhyNot(CommandResult result)
    {
        bool hasUrl = result.GetResult(Url) is { Implicit: false };
        bool hasStdin = result.GetResult(Stdin) is { Implicit: false };
        bool hasHttp = new Option[] { Header, TokenFile, ClientCertificate, UnixSocket, Reconnect }
            .Any(option => result.GetResult(option) is { Implicit: false });
        bool isGo = result.GetValue(Format) == "go";
        return hasStdin && !isGo ? "Say what comes on standard input: --stdin --format go."
            : result.GetResult(Format) is { Implicit: false } && !hasStdin ? "--format goes with --stdin."
            : hasHttp && !hasUrl ? "Headers, tokens, certificates, sockets and --reconnect go with --url."
            : (result.GetValue(Header) ?? []).Any(header => !header.Contains(':'))
                ? "A header is written --header 'Name: value'."
            : null;
    }

    /// <summary>The source, or in a line why there is none.</summary>
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
            problem = "The file of --client-cert has no certificate with its key; give one in PEM.";
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
    };

    private static Uri? ParseUrl(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (TryParseHttp(text, out Uri? url))
        {
            return url;
        }

        // The text is not repeated where it may contain a password.
        bool lacksScheme = !text.Contains("://", StringComparison.Ordinal)
            && !text.Contains('@')
            && TryParseHttp("http://" + text, out _);
        result.AddError(lacksScheme
            ? $"--url needs a scheme: --url http://{text}"
            : "--url is not an http or https address; write for example --url http://127.0.0.1:6060");
        return null;
    }

    private static bool TryParseHttp(string text, out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.Host.Length > 0;
}
