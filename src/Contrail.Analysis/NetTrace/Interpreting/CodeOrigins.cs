using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Separates the program's own code from libraries and the framework: by the directory of a module where that is
/// certain, otherwise by its name, since a self-contained program has all modules in one directory.
/// </summary>
internal static class CodeOrigins
{
    private static readonly string[] FrameworkDirectories =
    [
        "/shared/Microsoft.NETCore.App/", "/shared/Microsoft.AspNetCore.App/", "/shared/Microsoft.WindowsDesktop.App/",
    ];

    private static readonly string[] Interop = ["Interop", "Internal"];

    // Not the directory of an installed tool: all modules of the tool are in it, its own code too.
    private static readonly string[] LibraryDirectories = ["/.nuget/packages/"];

    // Their names begin as those of the framework do, and they are packages.
    private static readonly string[] PackagesOfSystem =
    [
        "System.CommandLine", "System.Data.SQLite", "System.IdentityModel", "System.Interactive",
        "System.IO.Abstractions", "System.Linq.Async", "System.Linq.Dynamic", "System.Management.Automation",
        "System.Reactive", "System.ServiceModel",
    ];

    // A name itself, or the start of one up to a dot.
    private static readonly string[] Frameworks =
    [
        "System", "Microsoft.AspNetCore", "Microsoft.Extensions", "Microsoft.EntityFrameworkCore", "Microsoft.CSharp",
        "Microsoft.JSInterop", "Microsoft.Net.Http", "Microsoft.VisualBasic", "Microsoft.Win32", "mscorlib",
        "netstandard", "WindowsBase", "PresentationCore", "PresentationFramework", "FSharp.Core",
    ];

    private static readonly string[] Libraries =
    [
        "Amazon", "Autofac", "AutoMapper", "AWSSDK", "Azure", "Castle", "Confluent", "CsvHelper", "Dapper",
        "DnsClient", "Elastic", "Elasticsearch", "EntityFramework", "FluentValidation", "Google", "GraphQL", "Grpc",
        "Hangfire", "HotChocolate", "linq2db", "MailKit", "Marten", "MassTransit", "MediatR", "MessagePack",
        "Microsoft", "MimeKit", "MongoDB", "Moq", "MySql", "MySqlConnector", "NATS", "Newtonsoft", "NHibernate",
        "NLog", "NodaTime", "Npgsql", "NServiceBus", "OpenTelemetry", "Oracle", "Orleans", "Polly", "Prometheus",
        "protobuf-net", "Quartz", "RabbitMQ", "Refit", "RestSharp", "Sentry", "Serilog", "ServiceStack", "SixLabors",
        "SkiaSharp", "SQLitePCLRaw", "StackExchange", "Swashbuckle", "xunit", "YamlDotNet", "ZstdSharp",
    ];

    /// <summary>The file name of a module without its extension.</summary>
    public static string ModuleName(string path)
    {
        // The recorded process may run on Windows.
        string file = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        bool hasExtension = file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            || file.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);
        return hasExtension ? file[..^4] : file;
    }

    /// <summary>Where the code of a type in an unknown module comes from.</summary>
    /// <remarks>Names of types begin as those of their modules do, except in the framework's interop.</remarks>
    public static FrameOrigin OfType(string type) =>
        StartsWith(type, Interop) ? FrameOrigin.Framework : OfName(type);

    /// <summary>Where the code of a module comes from.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">Its path.</param>
    public static FrameOrigin OfModule(string name, string path)
    {
        string unified = path.Replace('\\', '/');
        if (Contains(unified, FrameworkDirectories))
        {
            return FrameOrigin.Framework;
        }

        FrameOrigin byName = OfName(name);
        bool isLibrary = name is "Contrail" or "Contrail.Core" || Contains(unified, LibraryDirectories);
        return byName == FrameOrigin.Own && isLibrary ? FrameOrigin.Library : byName;
    }

    private static FrameOrigin OfName(string name) =>
        StartsWith(name, PackagesOfSystem) ? FrameOrigin.Library
        : StartsWith(name, Frameworks) ? FrameOrigin.Framework
        : StartsWith(name, Libraries) ? FrameOrigin.Library
        : FrameOrigin.Own;

    private static bool Contains(string path, string[] parts) =>
        Array.Exists(parts, part => path.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static bool StartsWith(string name, string[] starts) => Array.Exists(starts, start =>
        name.StartsWith(start, StringComparison.OrdinalIgnoreCase)
        && (name.Length == start.Length || name[start.Length] is '.' or '+' or '`'));
}
