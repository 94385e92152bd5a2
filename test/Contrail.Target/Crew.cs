namespace Contrail.Target;

/// <summary>Some threads that do the same.</summary>
internal static class Crew
{
    /// <summary>Runs <paramref name="work"/> with 0, 1, 2… on a named thread each, and waits for all.</summary>
    public static void Run(int count, string name, Action<int> work) =>
        Array.ForEach(Start(count, name, work), thread => thread.Join());

    /// <summary>Starts <paramref name="work"/> with 0, 1, 2… on a named thread each.</summary>
    public static Thread[] Start(int count, string name, Action<int> work)
    {
        Thread[] threads = [.. Enumerable.Range(0, count).Select(index =>
            new Thread(() => work(index)) { Name = $"{name} {index}", IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        return threads;
    }
}
