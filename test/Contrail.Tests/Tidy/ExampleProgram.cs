using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Contrail.Tests.Tidy;

/// <summary>An example as a reader compiles it: the file of a new console project that refers to Contrail.</summary>
internal static class ExampleProgram
{
    private const string UnusedDirective = "CS8019";

    /// <summary>What the documentation of the library assumes in its examples.</summary>
    private const string DocumentationDirectives = """
        using Contrail;
        using System.Diagnostics;
        using System.Diagnostics.Tracing;


        """;

    /// <summary>What a new project has, and the values that an example takes for given.</summary>
    private const string Surroundings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using static Given;

        internal static class Given
        {
            public static readonly string folder = "";
            public static readonly int pid = 1;
            public static readonly TimeSpan aWhile = TimeSpan.Zero;
            public static readonly Stream file = Stream.Null;
            public static readonly Contrail.FlightRecorderOptions options = new();
            public static readonly System.Diagnostics.ProcessStartInfo startInfo = new();
        }
        """;

    /// <summary>Why it does not compile, and directives that it does not need; empty if it compiles.</summary>
    public static IEnumerable<string> Faults(string example) => Compile(example)
        .Where(found => found.Severity == DiagnosticSeverity.Error || found.Id == UnusedDirective)
        .Select(found => found.ToString());

    /// <summary>Why an example of a documentation comment does not compile; empty if it does.</summary>
    public static IEnumerable<string> FaultsOfDocumentation(string example) =>
        Compile(DocumentationDirectives + example)
        .Where(found => found.Severity == DiagnosticSeverity.Error)
        .Select(found => found.ToString());

    private static IEnumerable<Diagnostic> Compile(string example)
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<string> assemblies = platform.Split(Path.PathSeparator)
            .Append(typeof(FlightRecorder).Assembly.Location)
            .Append(typeof(SnapshotManifest).Assembly.Location)
            .Distinct();
        SyntaxTree program = CSharpSyntaxTree.ParseText(example);
        return CSharpCompilation.Create(
            "Example",
            [program, CSharpSyntaxTree.ParseText(Surroundings)],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication))
            .GetDiagnostics()
            .Where(found => found.Severity == DiagnosticSeverity.Error || found.Location.SourceTree == program);
    }
}
