using Contrail.Core.Triggers;
using Contrail.Processes;

namespace Contrail.Triggers;

/// <summary>Reads files of rules from disk.</summary>
internal static class RulesFiles
{
    /// <summary>The rules of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">It is invalid; the message has the line and the reason.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IReadOnlyList<TriggerRule> Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        // A byte more shows that it is too large; a pipe has no length.
        byte[] content = new byte[RulesFile.MaxBytes + 1];
        int length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return RulesFile.Read(content.AsSpan(0, length), out RulesError? error)
            ?? throw new FormatException(TriggerErrorText.Of(path, error!));
    }

    /// <summary>
    /// The same while something is recorded: a pipe is refused, because it would wait for a writer.
    /// </summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<TriggerRule> ReadAgain(string path)
    {
        string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return SocketFile.Of(target) is { Kind: not SocketFileKind.Regular }
            ? throw new IOException($"{path} is no regular file.")
            : Read(path);
    }
}
