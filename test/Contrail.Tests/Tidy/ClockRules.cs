using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Contrail.Tests.Tidy;

/// <summary>The recorder reads time from the clock of its host, so that a test can set it.</summary>
internal static class ClockRules
{
    private const string Recorder = "src/Contrail/";

    /// <summary>Their deadlines are those of system calls.</summary>
    private static readonly string[] SystemFolders = [Recorder + "Ipc/", Recorder + "Launch/"];

    private static readonly string[] Clocks =
        ["Stopwatch", "UtcNow", "TickCount", "TickCount64", "PeriodicTimer"];

    /// <summary>Clocks in the recorder other than the host's.</summary>
    public static IEnumerable<string> OtherClocks(CodeFile file) =>
        file.Path.StartsWith(Recorder, StringComparison.Ordinal) && !SystemFolders.Any(file.Path.StartsWith)
            ? from token in file.Syntax.DescendantTokens()
              where token.IsKind(SyntaxKind.IdentifierToken) && Clocks.Contains(token.Text)
              select file.At(token, $"{token.Text} is not the clock of the host")
            : [];
}
