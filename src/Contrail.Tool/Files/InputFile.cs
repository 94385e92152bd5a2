namespace Contrail.Tool.Files;

/// <summary>A file that is read: its name in messages, and what opens it.</summary>
/// <param name="Name">The path, as the user has written it.</param>
/// <param name="Opener">Opens a file at a path, and throws as a <see cref="FileStream"/> does.</param>
internal sealed record InputFile(string Name, Func<string, FileStream> Opener)
{
    /// <summary>The file name for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>A file at a path, or standard input for <c>-</c>.</summary>
    public static InputFile At(string path) => new(
        path,
        static path => new FileStream(
            path == StandardInput ? "/dev/stdin" : path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Opens it.</summary>
    public FileStream Open() => Opener(Name);
}
