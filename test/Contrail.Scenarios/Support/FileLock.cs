namespace Contrail.Scenarios.Support;

/// <summary>One holder at a time among all processes of the machine; the lock ends with its holder.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock and takes it; disposing releases it.</summary>
    public static async Task<FileStream> TakeAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                // A lock on a file cannot be awaited, only tried.
                await Task.Delay(Between, cancellationToken);
            }
        }
    }
}
