package dev.quorumgate.cluster;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, in words: Java often gives nothing but its name. */
public final class FileFailure {
    private FileFailure() {}

    /** Such as {@code '/data/identity': permission denied}. */
    public static String words(IOException failure) {
        if (failure instanceof FileSystemException of && of.getReason() == null) {
            return "'" + of.getFile() + "': " + kind(of);
        }
        return String.valueOf(failure.getMessage());
    }

    private static String kind(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied for user '" + System.getProperty("user.name") + "'";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        return failure instanceof FileAlreadyExistsException
                ? "it is there already"
                : failure.getClass().getSimpleName();
    }
}
