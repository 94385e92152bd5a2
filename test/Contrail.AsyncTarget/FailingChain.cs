using System.Runtime.CompilerServices;

namespace Contrail.AsyncTarget;

/// <summary>The innermost method throws after a wait, and the outermost catches.</summary>
internal static class FailingChain
{
    [RuntimeAsyncMethodGeneration(false)]
    public static async Task CompilerOuterAsync(Func<Task> failAsync)
    {
        try
        {
            await CompilerMiddleAsync(failAsync);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException)
        {
            // Expected.
        }
    }

    public static async Task RuntimeOuterAsync(Func<Task> failAsync)
    {
        try
        {
            await RuntimeMiddleAsync(failAsync);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException)
        {
            // Expected.
        }
    }

    [RuntimeAsyncMethodGeneration(false)]
    public static async Task CompilerThrowAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        throw new InvalidOperationException("expected");
    }

    public static async Task RuntimeThrowAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        throw new InvalidOperationException("expected");
    }

    [RuntimeAsyncMethodGeneration(false)]
    public static async Task CompilerCancelAsync(int milliseconds)
    {
        using CancellationTokenSource cancellation = new(milliseconds);
        await Task.Delay(Timeout.Infinite, cancellation.Token);
    }

    public static async Task RuntimeCancelAsync(int milliseconds)
    {
        using CancellationTokenSource cancellation = new(milliseconds);
        await Task.Delay(Timeout.Infinite, cancellation.Token);
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task CompilerMiddleAsync(Func<Task> failAsync) => await failAsync();

    private static async Task RuntimeMiddleAsync(Func<Task> failAsync) => await failAsync();
}
