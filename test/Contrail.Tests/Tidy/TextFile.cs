namespace Contrail.Tests.Tidy;

/// <summary>A file of the repository.</summary>
/// <param name="Path">From the root, with <c>/</c> between folders.</param>
/// <param name="Text">What is in it.</param>
internal sealed record TextFile(string Path, string Text)
{
    public string[] Lines { get; } = Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
